import { createSession } from "../lab/create-session";
import { drillOverSeeds } from "../lab/drill/over-seeds";
import { type DrillRecord, drillRecord } from "../lab/reports/record";
import { runReplication } from "../lab/run-replication";
import type { Topology } from "../topology/schema";

/** What a report is written from: a document's drill "d", played once, or shown once of so many seeds. */
export function playedRecord(topology: Topology, seeds = 0): DrillRecord {
  const created = createSession(topology, "d");
  if (!created.ok) throw new Error(created.error.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  const session = created.value;
  session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const result = session.result();
  if (result.drill === undefined) throw new Error("The run played no drill.");
  const samples = Array.from({ length: seeds }, (_, i) => runReplication(topology, topology.run.seed + i, undefined, "d"));
  return drillRecord({
    version: "1.2.3",
    topology,
    run: { ...result, drill: result.drill },
    layout: session.layout,
    windows: session.frame().windows,
    seeds: drillOverSeeds(samples) ?? undefined,
  });
}
