/**
 * @typedef {object} Mutant one fault, as a change of one place in the sources
 * @property {string} id
 * @property {string} breaks what is wrong then
 * @property {string} file
 * @property {string} find what stands there now, once
 * @property {string} replace
 * @property {readonly string[]} tests that ought to notice
 * @property {true} [unknown] no known case has what it breaks, so that the validity suite is not asked
 */

const BALANCERS = ["src/catalog/balancers/balancers.test.ts", "src/catalog/kinds/load-balancer/load-balancer.test.ts"];
const STATION = ["src/catalog/kinds/server/server.test.ts", "src/lab/laws.test.ts"];
const HISTOGRAM = ["src/base/histogram.test.ts"];
const LAWS = ["src/lab/laws.test.ts", "src/lab/promises.test.ts"];

/** @type {readonly Mutant[]} */
export const mutants = [
  {
    id: "two-choices-in-service",
    breaks: "two choices look at requests in service, not at those that wait",
    file: "src/catalog/balancers/two-choices/simulate.ts",
    find: "active[second] < active[first]",
    replace: "Math.min(1, active[second]) < Math.min(1, active[first])",
    tests: BALANCERS,
  },
  {
    id: "two-choices-one",
    breaks: "two choices take the first, whatever the second",
    file: "src/catalog/balancers/two-choices/simulate.ts",
    find: "active[second] < active[first] ? second : first",
    replace: "active[second] < active[first] ? first : first",
    tests: BALANCERS,
  },
  {
    id: "round-robin-skips",
    breaks: "round robin leaves out every other host",
    file: "src/catalog/balancers/round-robin/simulate.ts",
    find: "target + 1 === targets ? 0 : target + 1",
    replace: "(target + 2) % targets",
    tests: BALANCERS,
    unknown: true,
  },
  {
    id: "least-takes-most",
    breaks: "least connections takes the host with the most",
    file: "src/catalog/balancers/least-connections/simulate.ts",
    find: "active[target] < active[best]",
    replace: "active[target] > active[best]",
    tests: BALANCERS,
    unknown: true,
  },
  {
    id: "lifo-for-fifo",
    breaks: "the queue hands out the last request first, and the other way round",
    file: "src/engine/waiting-lines.ts",
    find: "if (order === FIFO || order === PRIORITY) return head[line];\n    return order === LIFO",
    replace: "if (order === LIFO || order === PRIORITY) return head[line];\n    return order === FIFO",
    tests: STATION,
  },
  {
    id: "place-lost",
    breaks: "the queue has one place less than its limit",
    file: "src/engine/station.ts",
    find: "this.queues.length[replica] >= this.limit[replica]",
    replace: "this.queues.length[replica] >= this.limit[replica] - 1",
    tests: STATION,
  },
  {
    id: "slot-gained",
    breaks: "every replica has one slot more than it says",
    file: "src/engine/station-capacity.ts",
    find: "this.ownSlots[replica] = slots;",
    replace: "this.ownSlots[replica] = slots + 1;",
    tests: STATION,
  },
  {
    id: "wake-up-lost",
    breaks: "a slot that becomes free does not look at the queue",
    file: "src/engine/station.ts",
    find: "if (this.queues.length[replica] > 0) this.startWaiting(replica);",
    replace: "",
    tests: STATION,
  },
  {
    id: "work-survives-death",
    breaks: "a crash leaves the requests that wait where they are",
    file: "src/engine/station.ts",
    find: "call = this.queues.shift(replica)) this.lose(call);",
    replace: "call = this.queues.shift(replica));",
    tests: STATION,
    unknown: true,
  },
  {
    id: "p98-for-p99",
    breaks: "a percentile is read one rank in a hundred too low",
    file: "src/base/histogram.ts",
    find: "Math.ceil(ratio * this.count)",
    replace: "Math.ceil((ratio - 0.01) * this.count)",
    tests: HISTOGRAM,
  },
  {
    id: "bound-for-middle",
    breaks: "a percentile is a bucket's lower bound",
    file: "src/base/histogram.ts",
    find: "(bucketStart(bucket) + bucketStart(bucket + 1)) / 2",
    replace: "bucketStart(bucket)",
    tests: HISTOGRAM,
    unknown: true,
  },
  {
    id: "timeout-doubled",
    breaks: "a timeout fires after twice its time",
    file: "src/engine/time-limits.ts",
    find: "this.lanes[at] = this.sim.lane(limitMs, true);",
    replace: "this.lanes[at] = this.sim.lane(2 * limitMs, true);",
    tests: ["src/catalog/policies/timeout/timeout.test.ts"],
    unknown: true,
  },
  {
    id: "attempt-gained",
    breaks: "a retry makes one attempt too many",
    file: "src/catalog/policies/retry/simulate.ts",
    find: "attempts >= config.maxAttempts",
    replace: "attempts > config.maxAttempts",
    tests: ["src/catalog/policies/retry/retry.test.ts"],
  },
  {
    id: "failure-uncounted",
    breaks: "a client's failed request is not put down to a reason",
    file: "src/engine/meter.ts",
    find: "this.reasons[cause]++;",
    replace: "",
    tests: LAWS,
    unknown: true,
  },
  {
    id: "area-lost",
    breaks: "the time integral of busy slots does not end where work ends",
    file: "src/engine/meter.ts",
    find: "nodes[at | BUSY]--;\n    nodes[at | (BUSY + AREA)] += this.clock.value - nodes[at | SINCE];",
    replace: "nodes[at | BUSY]--;",
    tests: LAWS,
  },
  {
    id: "streams-shared",
    breaks: "all elements draw from the same stream for the same purpose",
    file: "src/engine/sim.ts",
    find: "seedStream(words, 0, this.plan.seed, purpose);",
    replace: 'seedStream(words, 0, this.plan.seed, purpose.split(":").pop() ?? "");',
    tests: ["src/lab/own-streams.test.ts"],
  },
];
