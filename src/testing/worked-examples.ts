import type { RunResult } from "../lab/result";
import { cured } from "../topology/examples/cure";
import { examples } from "../topology/examples/registry";
import { exportTopology } from "../topology/export";
import { type Topology, topologySchema } from "../topology/schema";
import { sessionOf } from "./build";
import { at } from "./timeline";

/** A worked example and its cure. */
export async function troubleAndCure(id: string): Promise<{ readonly trouble: Topology; readonly cure: Topology }> {
  const example = examples.find((entry) => entry.id === id);
  if (example?.cure === undefined) throw new Error(`There is no example "${id}" with a cure.`);
  return { trouble: await example.load(), cure: await example.cure.load() };
}

/** The document with other values, by path as in a cure. */
export function varied(topology: Topology, changes: Readonly<Record<string, unknown>>): Topology {
  return topologySchema.parse(cured(JSON.parse(exportTopology(topology)), topology.name, { description: "", changes }));
}

export const steadily = (ratePerSecond: number) => ({ type: "steady", ratePerSecond });

/** What happened from one moment to another, per second. */
export interface Spell {
  readonly issued: number;
  readonly good: number;
  readonly ok: number;
  readonly failed: number;
  /** Attempts on a link, retries and hedges included. */
  attempts(link: string): number;
  readonly from: RunResult;
  readonly to: RunResult;
}

/** Runs a document with another seed up to each of these moments [ms]; one spell between two of them. */
export function spells(topology: Topology, seed: number, ...momentsMs: readonly number[]): Spell[] {
  const durationMs = Math.max(...momentsMs);
  const session = sessionOf({ ...topology, run: { ...topology.run, seed, durationMs } });
  const results = momentsMs.map((ms) => at(session, ms).result());
  return results.slice(1).map((to, i) => {
    const from = results[i];
    const perSecond = (read: (result: RunResult) => number) => (1000 * (read(to) - read(from))) / (momentsMs[i + 1] - momentsMs[i]);
    return {
      from,
      to,
      issued: perSecond(({ requests }) => requests.issued),
      good: perSecond(({ requests }) => requests.good),
      ok: perSecond(({ requests }) => requests.ok),
      failed: perSecond(({ requests }) => requests.failed),
      attempts: (link) => perSecond(({ links }) => links[link].calls + links[link].retries),
    };
  });
}
