import "../topology/all-behaviours";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DONE, FREE, NO_CALL } from "../engine/calls";
import { ARRIVALS, BUSY, CALLS, CALLS_OK, CAPACITY, FAILED, INSIDE, LATE, QUEUED, SERVED, STAYED } from "../engine/meter";
import { OK, OUTCOMES, RESET } from "../engine/outcome";
import { Sim } from "../engine/sim";
import { Census } from "../testing/census";
import { crowdedTopologyArbitrary } from "../testing/crowded-topologies";
import { lawRuns, lawSeed } from "../testing/law-runs";
import { compile } from "../topology/compile";

/** Events between two looks; odd, so that looks fall into every phase of a request. */
const STRIDE = 23;
const MOST_EVENTS = 6000;
const RUNS = lawRuns(50);
const REASONS = OUTCOMES.length;
/** What exact time integrals may lose to rounding, relative. */
const EXACT = 1e-9;

/** Plays random topologies with random faults and looks at the engine's own tables between events. */
function always(look: (sim: Sim, census: Census) => void, seed: number): void {
  fc.assert(
    fc.property(crowdedTopologyArbitrary, (topology) => {
      const sim = new Sim(compile(topology));
      while (!sim.run(topology.run.durationMs, STRIDE) && sim.events < MOST_EVENTS) look(sim, new Census(sim));
      look(sim, new Census(sim));
    }),
    { numRuns: RUNS, endOnFailure: true, seed: lawSeed(seed) },
  );
}

/** Asserts only what does not hold: looks are many. */
const same = (one: number, other: number) => {
  if (one !== other) expect(one).toBe(other);
};
const nodesOf = (sim: Sim, ...kinds: string[]) => sim.plan.nodes.filter(({ kind }) => kinds.includes(kind));
const close = (one: number, other: number, scale: number) => {
  const most = EXACT * Math.max(1, scale);
  if (!(Math.abs(one - other) <= most)) expect(Math.abs(one - other)).toBeLessThanOrEqual(most);
};

describe("laws of every run, over random topologies with random faults", { timeout: 1000 * RUNS }, () => {
  it("are put to the test: work waits, is lost in crashes, held up by pauses and given up by callers", () => {
    const seen = { waiting: 0, lost: 0, pausedAtWork: 0, late: 0, stored: 0 };
    for (const topology of fc.sample(crowdedTopologyArbitrary, { numRuns: 2 * RUNS, seed: lawSeed(10) })) {
      const sim = new Sim(compile(topology));
      const { meter, plan, conditions } = sim;
      const found = { waiting: 0, lost: 0, pausedAtWork: 0, late: 0, stored: 0 };
      while (!sim.run(topology.run.durationMs, STRIDE) && sim.events < MOST_EVENTS) {
        const census = new Census(sim);
        found.waiting += census.queued.some((n) => n > 0) ? 1 : 0;
        found.stored += census.stored.some((n) => n > 0) ? 1 : 0;
        found.pausedAtWork += conditions.isPaused.some((paused, r) => paused === 1 && census.holdingAt[r] > 0) ? 1 : 0;
      }
      found.lost += plan.nodes.some(({ index }) => meter.failuresByReason[index * REASONS + RESET] > 0) ? 1 : 0;
      found.late += plan.links.some(({ index }) => meter.link(index, LATE) > 0) ? 1 : 0;
      for (const what of Object.keys(seen) as (keyof typeof seen)[]) if (found[what] > 0) seen[what]++;
    }
    // A property that hardly ever applies proves nothing.
    for (const times of Object.values(seen)) expect(times, JSON.stringify(seen)).toBeGreaterThanOrEqual(4);
  });

  it("what came in is answered, failed for a reason, or still there: by client, node and link", () => {
    always((sim, census) => {
      const { meter, plan } = sim;
      const reasonsOf = (all: Float64Array, row: number) => all.subarray(row * REASONS, (row + 1) * REASONS).reduce((sum, n) => sum + n, 0);
      let issued = 0;
      let underWay = 0;
      for (const { index } of nodesOf(sim, "client")) {
        issued += meter.node(index, ARRIVALS);
        underWay += meter.node(index, INSIDE);
      }
      same(issued, meter.totals.issued);
      same(underWay, meter.totals.issued - meter.totals.ok - meter.totals.failed);
      same(
        meter.reasons.reduce((sum, n) => sum + n, 0),
        meter.totals.failed,
      );
      for (const { index } of plan.nodes) {
        const [arrived, ok, failed, inside] = [ARRIVALS, SERVED, FAILED, INSIDE].map((field) => meter.node(index, field));
        same(arrived, ok + failed + inside);
        same(reasonsOf(meter.failuresByReason, index), failed);
      }
      for (const { index } of plan.links) {
        const failed = reasonsOf(meter.callFailures, index);
        same(meter.link(index, CALLS), meter.link(index, CALLS_OK) + failed + meter.outstanding(index));
      }
      for (const { index } of plan.nodes) same(census.inside[index] + census.stored[index], meter.node(index, INSIDE));
      same(census.live, sim.calls.live);
    }, 1);
  });

  it("what came in is answered, failed for a reason, or still there: by operation", () => {
    fc.assert(
      fc.property(crowdedTopologyArbitrary, (topology) => {
        const sim = new Sim(compile(topology));
        const { calls, meter, flow, plan } = sim;
        const issued = new Float64Array(plan.operations.length);
        const ended = new Float64Array(plan.operations.length);
        const byReason = new Float64Array(plan.operations.length * REASONS);
        // The client's own two doors: one that requests leave by, one that answers come in by.
        const { call: start } = flow;
        flow.call = (parent, link, operation, key, replica) => {
          // Servers start calls of nobody too, when they publish.
          if (parent === NO_CALL && plan.nodes[sim.caller[link]].kind === "client") issued[operation]++;
          return start.call(flow, parent, link, operation, key, replica);
        };
        const { requestEnded } = meter;
        meter.requestEnded = (node, call) => {
          const operation = calls.operation(call);
          ended[operation]++;
          if (calls.outcome(call) !== OK) byReason[operation * REASONS + calls.cause(call)]++;
          requestEnded.call(meter, node, call);
        };
        sim.run(topology.run.durationMs, MOST_EVENTS);
        const sum = (all: Float64Array) => all.reduce((total, n) => total + n, 0);
        same(sum(issued), meter.totals.issued);
        same(sum(ended), meter.totals.ok + meter.totals.failed);
        for (let reason = 0; reason < REASONS; reason++) {
          const seen = plan.operations.reduce((total, _, o) => total + byReason[o * REASONS + reason], 0);
          same(seen, meter.reasons[reason]);
        }
        plan.operations.forEach((_, o) => {
          expect(ended[o]).toBeLessThanOrEqual(issued[o]);
        });
        const clients = nodesOf(sim, "client");
        let operation = 0;
        for (const { index, config } of clients) {
          const own = (config as { operations: unknown[] }).operations.length;
          const underWay = issued.subarray(operation, operation + own).reduce((total, n, o) => total + n - ended[operation + o], 0);
          same(underWay, meter.node(index, INSIDE));
          operation += own;
        }
      }),
      { numRuns: RUNS, endOnFailure: true, seed: lawSeed(2) },
    );
  });

  it("Little's law: the integral of the number inside is the sum of the times spent there", () => {
    always((sim, census) => {
      const { meter, plan } = sim;
      for (const { index } of plan.nodes) {
        const area = meter.area(index, INSIDE);
        close(area, meter.node(index, STAYED) + census.spentMs[index], area);
      }
    }, 3);
  });

  it("the utilisation law: who is inside waits, holds a slot, or has freed it, at every instant and in the integrals", () => {
    always((sim, census) => {
      const { meter } = sim;
      const stress = sim.conditions.column("replicas", "cpu-stress");
      for (const node of nodesOf(sim, "server", "function", "cache", "database", "worker", "api-gateway")) {
        const { index } = node;
        const [busy, queued, inside] = [BUSY, QUEUED, INSIDE].map((level) => meter.node(index, level));
        const [busyMs, queuedMs, insideMs, capacityMs] = [BUSY, QUEUED, INSIDE, CAPACITY].map((level) => meter.area(index, level));
        const { work, cores = 0 } = node.config as { work?: string; cores?: number };
        if (node.kind !== "database") {
          same(census.queued[index], queued);
          same(inside, queued + census.holding[index] + census.slotless[index]);
          const workingAt = census.workingAt.subarray(node.replicaBase, node.replicaBase + node.replicas);
          // A neighbour takes cores.
          const left = (r: number) => cores * Math.max(0.01, 1 - stress[node.replicaBase + r]);
          if (work === "sharing")
            close(
              workingAt.reduce((sum, n, r) => sum + Math.min(n, left(r)), 0),
              busy,
              1,
            );
          else same(census.holding[index], busy);
        }
        if (work === "infinite") same(capacityMs, 0);
        // Nobody waits for an infinite server, unless its process is paused.
        if (work === "infinite" && !sim.conditions.isPaused.includes(1)) same(queued, 0);
        if (work === "infinite" || work === "sharing") continue;
        const freesSlots = node.out.length > 0 && (node.config as { blocking?: boolean }).blocking !== true;
        if (!freesSlots && node.kind !== "database") close(insideMs, queuedMs + busyMs, insideMs);
        if (busyMs > capacityMs) close(busyMs, capacityMs, capacityMs);
      }
    }, 4);
  });

  it("time never goes back, event by event", () => {
    fc.assert(
      fc.property(crowdedTopologyArbitrary, (topology) => {
        const sim = new Sim(compile(topology));
        let last = 0;
        while (!sim.run(topology.run.durationMs, 1) && sim.events < MOST_EVENTS) {
          if (sim.clock.value < last) throw new Error(`${sim.clock.value} ms came after ${last} ms.`);
          last = sim.clock.value;
        }
        expect(sim.clock.value).toBeGreaterThanOrEqual(last);
      }),
      { numRuns: RUNS, endOnFailure: true, seed: lawSeed(5) },
    );
  });

  it("the dead do nothing: no work at a replica that is down, no answer from a node of which nothing is up", () => {
    fc.assert(
      fc.property(crowdedTopologyArbitrary, (topology) => {
        const sim = new Sim(compile(topology));
        const { meter, conditions, plan } = sim;
        const stations = nodesOf(sim, "server", "function", "cache", "database", "worker", "api-gateway", "quorum-store");
        const deadSince = new Map<number, number>();
        while (!sim.run(topology.run.durationMs, 1) && sim.events < MOST_EVENTS) {
          for (const { index, replicaBase, replicas } of stations) {
            const up = conditions.isDown.subarray(replicaBase, replicaBase + replicas).includes(0);
            const before = deadSince.get(index);
            if (up) deadSince.delete(index);
            else if (before === undefined) deadSince.set(index, meter.node(index, SERVED));
            else if (before !== meter.node(index, SERVED)) throw new Error(`${plan.nodes[index].id} answered when it was dead.`);
          }
          if (sim.events % STRIDE !== 0) continue;
          const { holdingAt, queuedAt } = new Census(sim);
          conditions.isDown.forEach((down, replica) => {
            // What waits for a log is with its producers, who try until somebody leads.
            if (down === 1 && plan.nodes[conditions.nodeOf(replica)].kind !== "log")
              expect([holdingAt[replica], queuedAt[replica]]).toEqual([0, 0]);
          });
        }
      }),
      { numRuns: RUNS, endOnFailure: true, seed: lawSeed(6) },
    );
  });

  it("no call is made for one that is gone", () => {
    always((sim) => {
      const { calls } = sim;
      for (let call = calls.after(NO_CALL); call !== NO_CALL; call = calls.after(call)) {
        const state = calls.state(call);
        const parent = calls.parent(call);
        // A call that is over has let go of its caller, and waits only for what it called itself.
        if (state === FREE || state === DONE || parent === NO_CALL) continue;
        if (calls.state(parent) === FREE) throw new Error(`Call ${call} in state ${state} was made for one that is gone.`);
      }
    }, 7);
  });

  it("no wake-up is lost: work waits only while every slot is busy, or its replica down or paused", () => {
    always((sim, census) => {
      const { conditions, plan } = sim;
      for (const { kind, config, replicaBase, replicas, in: incoming } of nodesOf(
        sim,
        "server",
        "function",
        "cache",
        "database",
        "worker",
        "api-gateway",
      )) {
        // Records of one partition wait for each other.
        if (kind === "worker" && incoming.some((link) => plan.nodes[plan.links[link].from].kind === "log")) continue;
        const { slots = 0, concurrency = 0, connections = 0, parallelism = 0 } = config as Readonly<Record<string, number>>;
        const leaks = conditions.column("replicas", "pool-leak");
        for (let replica = replicaBase; replica < replicaBase + replicas; replica++) {
          if (census.queuedAt[replica] === 0 || conditions.isPaused[replica] === 1 || leaks[replica] > 0) continue;
          const holding = census.holdingAt[replica];
          const stress = conditions.column("replicas", "cpu-stress")[replica];
          // A neighbour takes slots, but not from work under way.
          const usable = (slots: number) => Math.max(1, Math.floor(slots * Math.max(0, 1 - stress)));
          const full = (slots: number) => (stress === 0 ? holding === slots : holding >= usable(slots));
          if (kind !== "database") expect(full(Math.max(slots, concurrency))).toBe(true);
          // A commit that waits for standbys has left its slot and keeps its connection.
          else if (!full(parallelism)) same(holding + census.slotlessAt[replica], connections);
        }
      }
    }, 8);
  });

  it("no wake-up is lost in a broker: messages wait only while every consumer has its fill, or is down", () => {
    always((sim) => {
      const { conditions, meter, plan, handlers } = sim;
      const stopped = conditions.column("replicas", "consumer-stopped");
      for (const node of nodesOf(sim, "queue")) {
        const { replicaBase, index } = node;
        if (conditions.isDown[replicaBase] === 1 || conditions.isPaused[replicaBase] === 1) continue;
        // A replicated queue waits for its majority and its elections as well.
        if (meter.node(index, QUEUED) === 0 || node.replicas > 1) continue;
        const { prefetch } = node.config as { prefetch: number };
        const consumers = node.out.filter((link) => !plan.links[link].deadLetter).map((link) => plan.nodes[plan.links[link].to]);
        let up = 0;
        for (const consumer of consumers) {
          for (let r = consumer.replicaBase; r < consumer.replicaBase + consumer.replicas; r++) {
            if (sim.replicas.listed[r] === 1 && stopped[r] === 0) up += 1 - conditions.isDown[r];
          }
        }
        const gauges = new Float32Array(8);
        handlers[index].gauges(index, gauges, 0);
        const unacknowledged = gauges[1];
        if (up > 0) expect(prefetch).toBeGreaterThan(0);
        expect(unacknowledged).toBeGreaterThanOrEqual(up * prefetch);
      }
    }, 9);
  });
});
