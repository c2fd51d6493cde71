import { markup } from "../../base/markup";
import { valueText, withoutProbe } from "../drill/words";
import { type DrillRecord, planOf } from "./record";
import { verdictWords } from "./tell";
import { seconds } from "./words";

interface Case {
  readonly name: string;
  /** Simulated time that was looked at [ms]. */
  readonly ms: number;
  /** Why it did not pass; an error where the drill itself is not sound. */
  readonly trouble: { readonly as: "failure" | "error" | "skipped"; readonly message: string; readonly text: string } | null;
}

/**
 * JUnit's XML as CI servers read it: a test case per objective and span in which it is probed. Times are simulated
 * seconds. After junit-10.xsd of Jenkins' xUnit plugin: https://github.com/jenkinsci/xunit-plugin.
 */
export function junitReport(record: DrillRecord): string {
  const { run, topology, reproduce, madeBy, seeds } = record;
  const { title, id } = run.drill.drill;
  const cases = withVerdict(record, seeds === null ? casesOfRun(record) : casesOfSeeds(record));
  const count = (as: "failure" | "error" | "skipped") => cases.filter(({ trouble }) => trouble?.as === as).length;
  const totals = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" time="${time(run.durationMs)}"`;
  const properties = {
    "faultyard.version": madeBy.version,
    "faultyard.runHash": run.runHash,
    "faultyard.seed": String(run.seed),
    ...(seeds === null ? {} : { "faultyard.seeds": String(seeds.seeds) }),
    "faultyard.command": reproduce.command,
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${markup(topology.name)}" ${totals}>`,
    `  <testsuite name="${markup(title)}" ${totals} skipped="${count("skipped")}">`,
    "    <properties>",
    ...Object.entries(properties).map(([name, value]) => `      <property name="${name}" value="${markup(value)}"/>`),
    "    </properties>",
    ...cases.map((one) => caseXml(one, `${topology.name}.${id}`)),
    `    <system-out>${markup(verdictWords(record))}</system-out>`,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function casesOfRun(record: DrillRecord): Case[] {
  const { drill } = record.run;
  const as = drill.verdict === "invalid" ? "error" : "failure";
  return planOf(record).objectives.flatMap(({ spans }, i) =>
    spans.map((span): Case => {
      const objective = drill.objectives[i];
      const text = withoutProbe(objective.text);
      const probe = objective.probes.find((one) => one.span === span);
      if (probe === undefined)
        return { name: `${text}, ${span}`, ms: 0, trouble: { as: "skipped", message: "The drill is invalid and ended before.", text: "" } };
      const { startMs, endMs, value, verdict } = probe;
      const looked = `Looked at from ${seconds(startMs)} to ${seconds(endMs)} of the run.`;
      const trouble =
        verdict !== "deviated"
          ? null
          : ({
              as,
              message: `${text}: ${valueText(value, objective)}`,
              text: `${as === "error" ? "The hypothesis does not hold before the method, so the drill proves nothing. " : ""}${looked}`,
            } as const);
      return { name: `${text}, ${span}`, ms: endMs - startMs, trouble };
    }),
  );
}

function casesOfSeeds({ seeds, run: { drill } }: DrillRecord): Case[] {
  const as = seeds?.verdict === "invalid" ? "error" : "failure";
  return (seeds?.objectives ?? []).flatMap((objective, i) =>
    objective.probes.map(({ span, held, of, value }): Case => {
      const text = withoutProbe(objective.text);
      const probe = drill.objectives[i].probes.find((one) => one.span === span);
      const values = value === null ? "nothing to measure" : `${valueText(value.low, objective)} to ${valueText(value.high, objective)}`;
      const isBefore = span === "before" || span === "always";
      return {
        name: `${text}, ${span}`,
        ms: probe === undefined ? 0 : probe.endMs - probe.startMs,
        trouble:
          held === of
            ? null
            : { as: isBefore ? as : "failure", message: `${text}: held in ${held} of ${of} seeds`, text: `Measured: ${values}.` },
      };
    }),
  );
}

/** What no objective shows, such as a method that was called off, or a drill that asks for nothing, is a case of its own. */
function withVerdict(record: DrillRecord, cases: readonly Case[]): readonly Case[] {
  const {
    run: { drill, durationMs },
    seeds,
  } = record;
  const verdict = seeds?.verdict ?? drill.verdict;
  if (cases.length > 0 && (verdict === "held" || cases.some(({ trouble }) => trouble !== null && trouble.as !== "skipped"))) return cases;
  const trouble =
    verdict === "held"
      ? null
      : ({ as: verdict === "invalid" ? "error" : "failure", message: String(verdict), text: verdictWords(record) } as const);
  return [...cases, { name: "verdict", ms: durationMs, trouble }];
}

function caseXml({ name, ms, trouble }: Case, classname: string): string {
  const head = `    <testcase name="${markup(name)}" classname="${markup(classname)}" time="${time(ms)}"`;
  if (trouble === null) return `${head}/>`;
  const { as, message, text } = trouble;
  if (as === "skipped") return `${head}>\n      <skipped message="${markup(message)}"/>\n    </testcase>`;
  return `${head}>\n      <${as} type="${as === "error" ? "invalid" : "deviated"}" message="${markup(message)}">${markup(text)}</${as}>\n    </testcase>`;
}

const time = (ms: number) => (ms / 1000).toFixed(3);
