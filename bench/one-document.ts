import { createSession } from "../src/lab/create-session";
import { encodeShare } from "../src/topology/share";
import { workloads } from "./workloads";

// For bench/browser.mjs: one workload as a link, and how fast Node is at it, as JSON.

const workload = workloads.find(({ id }) => id === "two-choices");
if (workload === undefined) throw new Error("There is no such workload.");
const topology = workload.topology(Number(process.argv[2]));
const link = await encodeShare(topology, "");
if (!link.ok) throw new Error(link.error.message);
const rounds = [0, 1, 2, 3].map(() => {
  const created = createSession(topology);
  if (!created.ok) throw new Error("The document does not compile.");
  const session = created.value;
  const start = performance.now();
  session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  return { eventsPerMs: session.events() / (performance.now() - start), hash: session.result().runHash };
});
console.log(JSON.stringify({ fragment: link.value, rounds }));
