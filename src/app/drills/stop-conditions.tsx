import type { Drill } from "../../topology/drills/schema";
import { setDrill } from "./drill-edit";
import { ObjectiveLine } from "./objective-line";

/** Objectives that end the method when they are missed for long enough. */
export function StopConditions({ drill }: { readonly drill: Drill }) {
  const { stop } = drill;
  const set = (label: string, next: Drill["stop"], mergeKey?: string) => setDrill(drill, label, { stop: next }, mergeKey);
  return (
    <section className="drill-stops" aria-label="Stop conditions">
      <h3 className="panel-heading">Stop when missed</h3>
      <ul>
        {stop.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line keeps its place while its words change
          <li key={i} className="drill-stop">
            <ObjectiveLine
              label={`Stop condition ${i + 1}`}
              text={one.objective}
              change={(objective, visit) => set("Change stop condition", stop.with(i, { ...one, objective }), `${drill.id}:stop:${visit}`)}
              remove={() => set("Remove stop condition", stop.toSpliced(i, 1))}
              next={() => {}}
            />
            <label className="drill-stop-for">
              for
              <input
                className="repeat-input"
                type="number"
                min={0}
                value={one.forMs / 1000}
                onChange={(event) => {
                  const forMs = Math.round(1000 * Number(event.target.value));
                  if (forMs >= 0) set("Change stop condition", stop.with(i, { ...one, forMs }), `${drill.id}:stop-for:${i}`);
                }}
              />
              s
            </label>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="drill-add"
        onClick={() => set("Add stop condition", [...stop, { objective: "errors < 50%", forMs: 10_000 }])}
      >
        Add stop condition
      </button>
    </section>
  );
}
