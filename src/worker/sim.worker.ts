import { succeed } from "../base/result";
import { type JudgeRun, LiveSession } from "../lab/live-session";
import type { CreateSession } from "../lab/session";
import { loadFor } from "../topology/behaviours";
import type { FromWorker, ToWorker } from "./protocol";
import { createSimulationHost } from "./simulation-host";

/** The part of a dedicated worker's scope that is used here. */
interface Scope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer: ArrayBuffer[]): void;
}
const scope = globalThis as unknown as Scope;

// A message to oneself queues behind the page's messages, and unlike nested timeouts it is not held back for 4 ms.
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

// Nobody asks how far figures can be trusted before the first pause.
let judge: JudgeRun | null = null;
const judgeRun = () => judge as JudgeRun;
let prepareDrill: typeof import("./drill.worker")["prepareDrill"] | null = null;

const createSession: CreateSession = (topology, drillId) => {
  const prepared = drillId === undefined ? null : prepareDrill?.(topology, drillId);
  if (prepared?.ok === false) return prepared;
  return succeed(new LiveSession(topology, judgeRun, prepared?.value));
};

const host = createSimulationHost({
  createSession,
  now: () => performance.now(),
  post: (message, transfer) => scope.postMessage(message, transfer),
  soon(run) {
    waiting.push(run);
    channel.port2.postMessage(null);
  },
  later: (run, ms) => void setTimeout(run, ms),
  whenJudging(run) {
    if (judge !== null) return run();
    // A URL as it stands, a text once built.
    const address = String(new URL("./judge.worker.ts", import.meta.url));
    import(/* @vite-ignore */ address).then(({ runStatistics }: typeof import("./judge.worker")) => {
      judge = runStatistics;
      run();
    }, run);
  },
});

/** What plays drills, before the first of them. */
async function loadDrills(): Promise<void> {
  const address = String(new URL("./drill.worker.ts", import.meta.url));
  prepareDrill ??= ((await import(/* @vite-ignore */ address)) as typeof import("./drill.worker")).prepareDrill;
}

// In order, though some messages have to wait for what their document needs.
let inOrder: Promise<void> = Promise.resolve();
scope.onmessage = ({ data }) => {
  inOrder = inOrder
    .then(() => ("topology" in data ? (loadFor(data.topology) ?? undefined) : undefined))
    .then(() => ("drill" in data && data.drill !== undefined ? loadDrills() : undefined))
    // What is missing is said by the compiler.
    .catch(() => undefined)
    .then(() => host.receive(data));
};
