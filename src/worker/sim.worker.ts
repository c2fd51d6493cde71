import { createSession } from "../lab/create-session";
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

const host = createSimulationHost({
  createSession,
  now: () => performance.now(),
  post: (message, transfer) => scope.postMessage(message, transfer),
  soon(run) {
    waiting.push(run);
    channel.port2.postMessage(null);
  },
  later: (run, ms) => void setTimeout(run, ms),
});

scope.onmessage = ({ data }) => host.receive(data);
