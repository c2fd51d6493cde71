import { createSession } from "../lab/create-session";
import type { DrillReport } from "../lab/drill/report";
import type { RunResult } from "../lab/result";
import { type Topology, topologySchema } from "../topology/schema";

type Config = Record<string, unknown>;

/** A document with one drill, "d"; its windows are short unless told. */
export function withDrill(topology: Topology, drill: Config, more: Config = {}): Topology {
  const windows = { settleMs: 2000, beforeMs: 5000, afterMs: 10_000 };
  return topologySchema.parse({ ...topology, ...more, drills: [{ id: "d", expectedRecoveryMs: 3000, windows, ...drill }] });
}

/** Runs a document's drill "d" to its end. */
export function runDrill(topology: Topology, id = "d"): RunResult & { readonly drill: DrillReport } {
  const created = createSession(topology, id);
  if (!created.ok) throw new Error(created.error.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  const session = created.value;
  session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const result = session.result();
  if (result.drill === undefined) throw new Error("The run played no drill.");
  return { ...result, drill: result.drill };
}
