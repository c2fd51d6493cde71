import type { Drill } from "../../topology/drills/schema";
import { useDocument } from "../stores/document-store";
import { copyDrill, dropDrill, EVERYTHING, newDrill } from "./drill-edit";
import { useDrillResults } from "./drill-results";
import { useDrillsView } from "./drills-view";
import { type Tone, VerdictMark } from "./objective-chip";
import { ReadyDrills } from "./ready-drills";

/** The document's drills: choose, add, copy, delete. */
export function DrillList({ shown }: { readonly shown: Drill | undefined }) {
  const drills = useDocument((state) => state.topology.drills);
  const results = useDrillResults((state) => state.byId);
  const isEverything = useDrillsView((state) => state.drillId === EVERYTHING);
  return (
    <section className="drill-list" aria-label="Drills of this document">
      <header className="drill-head">
        <h3>Drills</h3>
        <button type="button" className="chart-toggle" aria-label="Back to the charts" onClick={() => useDrillsView.getState().show(false)}>
          Charts
        </button>
      </header>
      <div className="drill-choices">
        <ul>
          {drills.map((drill) => {
            const report = results.get(drill.id)?.report;
            const tone: Tone | null = report === undefined ? null : (report.verdict ?? "open");
            return (
              <li key={drill.id}>
                <button
                  type="button"
                  className="drill-choice"
                  aria-current={drill === shown || undefined}
                  onClick={() => useDrillsView.getState().choose(drill.id)}
                >
                  <span className="drill-choice-mark" data-tone={tone ?? "none"}>
                    {tone !== null && <VerdictMark tone={tone} />}
                  </span>
                  <span className="drill-choice-title">{drill.title}</span>
                  {tone !== null && <span className="visually-hidden">, {tone === "open" ? "under way" : tone}</span>}
                </button>
              </li>
            );
          })}
        </ul>
        <button
          type="button"
          className="drill-choice"
          aria-current={isEverything || undefined}
          onClick={() => useDrillsView.getState().choose(EVERYTHING)}
        >
          <svg className="drill-plus" viewBox="0 0 12 12" aria-hidden="true">
            <path d="M2 3h8M2 6h8M2 9h8" />
          </svg>
          <span className="drill-choice-title">Drill everything</span>
        </button>
        <ReadyDrills />
      </div>
      {shown !== undefined && (
        <div className="drill-list-actions">
          <button type="button" className="dock-button" onClick={newDrill}>
            New drill
          </button>
          <button
            type="button"
            className="dock-icon"
            aria-label={`Duplicate ${shown.title}`}
            title="Duplicate"
            onClick={() => copyDrill(shown)}
          >
            <svg className="transport-icon" viewBox="0 0 24 24" aria-hidden="true">
              <path d="M8 8h12v12H8zm2 2v8h8v-8zM4 4h12v2H6v10H4z" fillRule="evenodd" />
            </svg>
          </button>
          <button type="button" className="dock-icon" aria-label={`Delete ${shown.title}`} title="Delete" onClick={() => dropDrill(shown)}>
            <svg className="transport-icon" viewBox="0 0 24 24" aria-hidden="true">
              <path d="M9 4h6v1.6h4v2H5v-2h4zM6.5 9h11l-.9 11H7.4zm3 2 .4 7h1.4l-.4-7zm3.6 0-.4 7h1.4l.4-7z" fillRule="evenodd" />
            </svg>
          </button>
        </div>
      )}
    </section>
  );
}
