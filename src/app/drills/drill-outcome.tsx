import { useEffect, useMemo, useRef } from "react";
import type { Drill } from "../../topology/drills/schema";
import { methodSteps } from "../../topology/edit/drills";
import type { Topology } from "../../topology/schema";
import { targetName } from "../dock/fault-words";
import { useDocument } from "../stores/document-store";
import { blastPreview } from "./blast-preview";
import { DrillExport } from "./drill-export";
import { type PlayedResult, useDrillReport } from "./drill-results";
import { DrillSeedsBar } from "./drill-seeds-bar";
import { DrillSeedsFound } from "./drill-seeds-found";
import { type Tone, VerdictMark } from "./objective-chip";
import { OutcomeFigures } from "./outcome-figures";
import { isSameDrill } from "./same-drill";

/** What the drill has come to; before its first run, what it is aimed at. */
export function DrillOutcome({ drill }: { readonly drill: Drill }) {
  const played = useDrillReport(drill.id);
  return (
    <section className="drill-outcome" aria-label="Outcome">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="drill-outcome-body" aria-label="What was found" tabIndex={0}>
        {played === undefined ? <Preview drill={drill} /> : <Outcome drill={drill} played={played} />}
        <DrillSeedsFound drill={drill} />
      </section>
      <footer className="drill-foot">
        <DrillSeedsBar drill={drill} />
        <DrillExport drill={drill} />
      </footer>
    </section>
  );
}

function Outcome({ drill, played }: { readonly drill: Drill; readonly played: PlayedResult }) {
  const topology = useDocument((state) => state.topology);
  const isEarlier = useMemo(() => !isSameDrill(played.topology, topology, drill.id), [played.topology, topology, drill.id]);
  const { report } = played;
  const tone: Tone = report.verdict ?? "open";
  const sentence = useRef<HTMLDivElement>(null);
  // What was read of the last run may have been scrolled away.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each verdict
  useEffect(() => {
    void sentence.current?.scrollIntoView({ block: "nearest" });
  }, [report.verdict]);
  return (
    <>
      <div ref={sentence} className="drill-verdict" data-tone={tone} role="status">
        <VerdictMark tone={tone} />
        <p>{report.words}</p>
      </div>
      {isEarlier && (
        <p className="drill-note drill-note-warn">
          <strong>Of an earlier version.</strong> The drill or the document has changed since.
        </p>
      )}
      {report.verdict !== "invalid" && <OutcomeFigures report={report} />}
    </>
  );
}

/** Before any run: whom it hits, and who depends on that. */
function Preview({ drill }: { readonly drill: Drill }) {
  const topology = useDocument((state) => state.topology);
  const { hit, exposed } = useMemo(() => blastPreview(topology, methodSteps(drill)), [topology, drill]);
  const names = (ids: ReadonlySet<string>, onlyNodes: boolean) =>
    [...ids].flatMap((id) => (topology.nodes.some((node) => node.id === id) || !onlyNodes ? [nameOf(topology, id)] : []));
  const hits = names(hit, false);
  const others = names(exposed, true);
  return (
    <div className="drill-preview">
      <h4>Blast radius, before the run</h4>
      {hits.length === 0 ? (
        <p className="drill-note">The method does nothing yet. Add an action from the list, or drag one onto the timeline.</p>
      ) : (
        <dl>
          <div>
            <dt data-mark="hit">Aimed at</dt>
            <dd>{listed(hits)}</dd>
          </div>
          <div>
            <dt data-mark="exposed">May feel it</dt>
            <dd>{others.length === 0 ? "Nothing else" : listed(others)}</dd>
          </div>
        </dl>
      )}
    </div>
  );
}

function nameOf(topology: Topology, id: string): string {
  return targetName(topology, topology.links.some((link) => link.id === id) ? { type: "link", id } : { type: "node", id });
}

const MOST_NAMES = 8;
function listed(names: readonly string[]): string {
  const some = names.slice(0, MOST_NAMES).join(", ");
  return names.length > MOST_NAMES ? `${some} and ${names.length - MOST_NAMES} more` : some;
}
