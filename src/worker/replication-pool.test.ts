import "../topology/all-behaviours";
import { describe, expect, it, vi } from "vitest";
import type { Problem } from "../base/problem";
import { drillOverSeeds } from "../lab/drill/over-seeds";
import { Replications, type Sample, type Variant } from "../lab/replications";
import { runReplication } from "../lab/run-replication";
import { withDrill } from "../testing/drills";
import { smallTopology } from "../testing/fake-session";
import { createReplicationPool, poolSize, type ReplicationWorker } from "./replication-pool";
import type { FromReplicationWorker, ToReplicationWorker } from "./replication-protocol";

const topology = smallTopology({ run: { seed: 7, durationMs: 500 } });

/** Workers that answer when the test says so. */
function crew() {
  const all: FakeWorker[] = [];
  const create = () => {
    const worker = new FakeWorker();
    all.push(worker);
    return worker;
  };
  const atWork = () => all.filter(({ job, gone }) => job !== null && !gone);
  return { all, create, atWork };
}

class FakeWorker implements ReplicationWorker {
  onmessage: ReplicationWorker["onmessage"] = null;
  onerror: ReplicationWorker["onerror"] = null;
  job: ToReplicationWorker | null = null;
  gone = false;
  postMessage(message: ToReplicationWorker): void {
    this.job = message;
  }
  terminate(): void {
    this.gone = true;
  }
  tell(data: FromReplicationWorker): void {
    this.onmessage?.({ data } as MessageEvent<FromReplicationWorker>);
  }
  finish(): void {
    const { job } = this;
    if (job === null) throw new Error("Nothing was asked of this worker.");
    this.job = null;
    this.tell({ type: "sample", sample: runReplication(job.topology, job.seed, undefined, job.drill) });
  }
}

function start(atMost: number, size: number, plan: Variant = { topology }) {
  const { all, create, atWork } = crew();
  const replications = new Replications({ ...plan, atMost });
  const handlers = { moved: vi.fn(), done: vi.fn(), failed: vi.fn<(problem: Problem) => void>() };
  const pool = createReplicationPool(replications, size, handlers, create);
  return { all, atWork, replications, handlers, pool };
}

const hashes = (samples: readonly Sample[]) => samples.map(({ runHash }) => runHash);

describe("a pool of replications", () => {
  it("leaves one of more than two cores to the page", () => {
    expect([0, 1, 2, 3, 8].map(poolSize)).toEqual([1, 1, 2, 2, 7]);
  });

  it("keeps every worker busy, and lets each go when nothing is left for it", () => {
    const { all, atWork, handlers } = start(3, 2);
    expect(all.map(({ job }) => job?.seed)).toEqual([7, 8]);
    all[1]?.finish();
    expect(all[1]?.job?.seed).toBe(9);
    all[0]?.finish();
    expect(all.map(({ gone }) => gone)).toEqual([true, false]);
    expect(handlers.done).not.toHaveBeenCalled();
    all[1]?.finish();
    expect(handlers.done).toHaveBeenCalledOnce();
    expect(all.every(({ gone }) => gone)).toBe(true);
    expect(atWork()).toEqual([]);
  });

  it("plays a drill where that is asked, and sums it up over its seeds", () => {
    const windows = { settleMs: 100, beforeMs: 200, afterMs: 300 };
    const drilled = withDrill(topology, { hypothesis: ["throughput > 0/s"], windows, expectedRecoveryMs: 100 });
    const { all, replications } = start(3, 1, { topology: drilled, drill: "d" });
    for (let run = 0; run < 3; run++) all[0]?.finish();
    expect(drillOverSeeds(replications.summary().samples)).toMatchObject({ seeds: 3, verdict: "held", verdicts: { held: 3 } });
  });

  it("starts no more workers than there are runs", () => {
    expect(start(2, 8).all).toHaveLength(2);
  });

  it("gives the same outcome on one worker and on three that answer out of turn", () => {
    const alone = start(5, 1);
    while (alone.atWork().length > 0) alone.atWork()[0]?.finish();
    const many = start(5, 3);
    while (many.atWork().length > 0) many.atWork().at(-1)?.finish();
    expect(many.replications.summary()).toEqual(alone.replications.summary());
    expect(new Set(hashes(alone.replications.summary().samples)).size).toBe(5);
  });

  it("counts the shares of runs that are under way", () => {
    const { all, pool, handlers } = start(4, 2);
    all[0]?.tell({ type: "progress", ratio: 0.25 });
    all[1]?.tell({ type: "progress", ratio: 0.5 });
    expect(pool.runsDone()).toBe(0.75);
    all[0]?.finish();
    expect(pool.runsDone()).toBe(1.5);
    expect(handlers.moved).toHaveBeenCalledTimes(3);
  });

  it("ends every worker at once, and hears nothing of them afterwards", () => {
    const { all, pool, handlers } = start(4, 2);
    pool.destroy();
    expect(all.every(({ gone }) => gone)).toBe(true);
    all[0]?.finish();
    expect(handlers.moved).not.toHaveBeenCalled();
  });

  it("says which seed failed and what to do, and stops the others", () => {
    const { all, handlers } = start(4, 2);
    all[1]?.tell({ type: "failed", message: "heap is empty." });
    expect(handlers.failed.mock.calls[0]?.[0].message).toBe("The run with seed 8 stopped: heap is empty.");
    expect(handlers.failed.mock.calls[0]?.[0].remedy).toMatch(/^Try again/);
    expect(all.every(({ gone }) => gone)).toBe(true);
  });

  it("says so when a worker does not even start", () => {
    const { all, handlers } = start(1, 1);
    all[0]?.onerror?.({ message: "" } as ErrorEvent);
    expect(handlers.failed.mock.calls[0]?.[0].message).toMatch(/the worker did not start/);
  });
});
