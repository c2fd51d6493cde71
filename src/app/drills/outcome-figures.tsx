import type { BudgetReport, DrillReport, FeltReport, ObjectiveReport } from "../../lab/drill/report";
import { timeText, valueText, withoutProbe } from "../../lab/drill/words";

/** What a drill has shown in figures: how soon it was noticed and mended, what it cost, and who felt it. */
export function OutcomeFigures({ report }: { readonly report: DrillReport }) {
  const { timeToDetectMs, timeToRecoverMs, lost, objectives, blastRadius, phase } = report;
  const isOver = phase === "over";
  const budgets = objectives.flatMap(({ text, budget }) => (budget === null ? [] : [{ text, budget }]));
  const reasons = Object.entries(lost.byReason).sort(([, a], [, b]) => b - a);
  const felt = [...blastRadius.operations, ...blastRadius.nodes];
  return (
    <>
      <dl className="drill-figures">
        <Figure name="Time to detect" value={timeToDetectMs === null ? (isOver ? "never missed" : "–") : timeText(timeToDetectMs)} />
        <Figure name="Time to recover" value={timeToRecoverMs === null ? (isOver ? "not recovered" : "–") : timeText(timeToRecoverMs)} />
        <Figure
          name="Requests lost"
          value={lost.total.toLocaleString("en")}
          note={reasons.map(([reason, count]) => `${count.toLocaleString("en")} ${reason}`).join(", ")}
        />
        {budgets.map(({ text, budget }) => (
          <Figure key={text} name="Error budget spent" value={`${percent(budget.spentRatio)} %`} note={budgetNote(text, budget)} />
        ))}
      </dl>
      <ObjectiveTable objectives={objectives} />
      {felt.length > 0 && (
        <div className="drill-felt">
          <h4>Blast radius</h4>
          <ul>
            {blastRadius.operations.map((one) => (
              <Felt key={`operation:${one.id}`} felt={one} sort="operation" />
            ))}
            {blastRadius.nodes.map((one) => (
              <Felt key={one.id} felt={one} sort="node" />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Figure({ name, value, note }: { readonly name: string; readonly value: string; readonly note?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {note !== undefined && note !== "" && <dd className="drill-figure-note">{note}</dd>}
    </div>
  );
}

const SPANS = { before: "before", during: "during", after: "after", always: "throughout" } as const;

/** Each objective on each of its spans, as it was found there. */
function ObjectiveTable({ objectives }: { readonly objectives: readonly ObjectiveReport[] }) {
  const rows = objectives.flatMap((objective) => objective.probes.map((probe) => ({ objective, probe })));
  return (
    <table className="drill-table">
      <caption className="visually-hidden">Objectives by window</caption>
      <thead>
        <tr>
          <th scope="col">Objective</th>
          <th scope="col">When</th>
          <th scope="col">Value</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ objective, probe }) => (
          <tr key={`${objective.text}:${probe.span}`} data-tone={probe.verdict ?? "open"}>
            <th scope="row">{withoutProbe(objective.text)}</th>
            <td>{SPANS[probe.span]}</td>
            <td className="drill-number">{probe.verdict === null && probe.value === null ? "–" : valueText(probe.value, objective)}</td>
            <td>{probe.verdict ?? "not yet"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Felt({ felt: { name, hit, felt }, sort }: { readonly felt: FeltReport; readonly sort: "operation" | "node" }) {
  const what = felt.length === 0 ? "felt nothing" : felt.map(({ metric }) => metric).join(", ");
  return (
    <li data-hit={hit || undefined}>
      <strong>{name}</strong>{" "}
      <span>
        {sort === "operation" ? `operation, ${what}` : what}
        {hit ? ", aimed at" : ""}
      </span>
    </li>
  );
}

function budgetNote(text: string, { burnRate, peakBurnRate }: BudgetReport): string {
  return `${withoutProbe(text)}, burn rate ${figure(burnRate)}, peak ${figure(peakBurnRate)}`;
}

const percent = (ratio: number) => figure(100 * ratio);
const figure = (value: number) => String(Number(value >= 100 ? value.toFixed(0) : value.toPrecision(3)));
