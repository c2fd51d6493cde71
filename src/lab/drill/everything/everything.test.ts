import { describe, expect, it } from "vitest";
import "../../../topology/all-behaviours";
import { build, exponentialServer, poisson } from "../../../testing/build";
import { examples } from "../../../topology/examples/registry";
import type { Topology } from "../../../topology/schema";
import { runReplication } from "../../run-replication";
import { everything } from "./experiments";
import { rankLosses } from "./ranking";

/** Of one seed: what is gone is gone under any. `units` leaves out what the test does not ask about. */
function survey(topology: Topology, units = ["node", "replica", "leader", "link"]) {
  const all = everything(topology);
  const asked = { ...all, experiments: all.experiments.filter(({ unit }) => units.includes(unit)) };
  return rankLosses(asked, (drill) => [runReplication(all.topology, 1, undefined, drill)]);
}

/**
 * Known from the drawings: a lone node, or a lone way, through which everything of a client or of an operation goes. Of
 * nodes with several replicas only what their configuration says: no failover, no room for the loss of one.
 */
const known: Readonly<Record<string, { readonly nodes: readonly string[]; readonly links: readonly string[] }>> = {
  "first-run": { nodes: ["edge", "orders"], links: ["shoppers>edge"] },
  "three-tier": { nodes: ["balancer", "store"], links: ["visitors>balancer", "balancer>web", "web>store"] },
  balancing: {
    nodes: ["balancer-rr", "balancer-lc", "balancer-p2"],
    links: [
      "traffic-rr>balancer-rr",
      "balancer-rr>web-rr",
      "traffic-lc>balancer-lc",
      "balancer-lc>web-lc",
      "traffic-p2>balancer-p2",
      "balancer-p2>web-p2",
    ],
  },
  "two-zones": { nodes: ["global"], links: ["travellers>global"] },
  "cold-cache": { nodes: ["articles-cache", "articles"], links: ["readers>api", "api>articles-cache", "articles-cache>articles"] },
  // Its standbys are never promoted: nobody takes writes when the primary is gone.
  "replicated-database": { nodes: ["profiles"], links: ["members>profiles-api", "profiles-api>profiles"] },
  // Workers are not asked for: users have their answer once a job is in the queue.
  "queue-workers": { nodes: ["jobs"], links: ["uploads>api", "api>jobs"] },
  protocols: {
    nodes: ["orders-queue"],
    links: [
      "rest-users>rest-api",
      "rest-api>rest-orders",
      "grpc-users>grpc-api",
      "grpc-api>grpc-orders",
      "queue-users>queue-api",
      "queue-api>orders-queue",
    ],
  },
  "microservice-chain": { nodes: [], links: ["apps>gateway", "gateway>orders", "orders>payments", "payments>ledger"] },
  "circuit-breaker": { nodes: [], links: ["visitors-a>pages-a", "visitors-b>pages-b"] },
  // One of two replicas cannot carry the traffic and its retries.
  "retry-storm": { nodes: ["search"], links: ["apps>search"] },
  autoscaling: { nodes: ["balancer"], links: ["visitors>balancer", "balancer>web"] },
  "gray-failure": { nodes: ["balancer"], links: ["users>balancer", "balancer>api"] },
  "timeout-cascade": { nodes: [], links: ["apps>gateway", "gateway>orders", "orders>ledger"] },
  // A standby is promoted: the leader's loss costs writes, but not for good.
  "failover-losing-writes": { nodes: [], links: ["users>app", "app>primary-east"] },
  // As published: what is left cannot carry the load of both, whichever is lost.
  "lost-zone": { nodes: ["balancer"], links: ["users>balancer", "balancer>shop-a", "balancer>shop-b"] },
  "tail-at-scale": { nodes: ["root"], links: ["users>root", "root>leaves"] },
  "closed-loop": { nodes: ["shop-closed", "shop-open"], links: ["users>shop-closed", "arrivals>shop-open"] },
};

describe("drill everything", () => {
  it.each(Object.entries(known))("finds the single points of failure of %s, and no others", { timeout: 60_000 }, async (id, expected) => {
    const topology = await examples.find((example) => example.id === id)?.load();
    if (topology === undefined) throw new Error(`There is no example "${id}".`);
    const { singlePoints } = survey(topology);
    const ends = new Map(topology.links.map(({ id: link, from, to }) => [link, `${from}>${to}`]));
    expect([...singlePoints.nodes].sort()).toEqual([...expected.nodes].sort());
    expect(singlePoints.links.map((link) => ends.get(link)).sort()).toEqual([...expected.links].sort());
  });

  it("ranks by what stays away: everything, a part, nothing", { timeout: 30_000 }, () => {
    const check = { healthCheck: { intervalMs: 1000, timeoutMs: 500, fall: 2, rise: 2 } };
    const topology = build({
      nodes: {
        c: poisson(100),
        lb: ["load-balancer", check],
        a: exponentialServer(5, 4),
        b: exponentialServer(5, 4, { replicas: 2 }),
        idle: exponentialServer(5),
      },
      links: [
        ["c", "lb"],
        ["lb", "a"],
        ["lb", "b"],
        ["a", "idle", { callRatio: 0 }],
      ],
    });
    const { losses, singlePoints } = survey(topology, ["node", "replica", "leader", "link", "all replicas"]);
    expect(singlePoints).toEqual({ nodes: ["lb"], links: ["c-lb"] });
    const harm = Object.fromEntries(losses.map((loss) => [`${loss.id} ${loss.unit}`, loss.harm]));
    expect(harm).toMatchObject({
      "lb node": "gone",
      "c-lb link": "gone",
      "a node": "bumpy",
      "b replica": "bumpy",
      "b all replicas": "bumpy",
      "idle node": "unfelt",
    });
    expect(losses.map((loss) => loss.harm)).toEqual(
      [...losses.map((loss) => loss.harm)].sort(
        (x, y) => ["gone", "hurt", "bumpy", "unfelt"].indexOf(x) - ["gone", "hurt", "bumpy", "unfelt"].indexOf(y),
      ),
    );
  });

  it("leaves out what the document schedules by itself", () => {
    const topology = build({
      nodes: { c: poisson(50), s: exponentialServer(5, 4) },
      links: [["c", "s"]],
      faults: [{ id: "f", type: "crash", target: { type: "node", id: "s" }, startMs: 0 }],
    });
    expect(survey(topology).singlePoints).toEqual({ nodes: ["s"], links: ["c-s"] });
  });
});
