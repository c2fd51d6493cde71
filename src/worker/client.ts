import type { FromWorker, ToWorker } from "./protocol";

/** One handler per answer. */
export type SimulationHandlers = {
  readonly [T in FromWorker["type"]]: (message: Extract<FromWorker, { type: T }>) => void;
};

export interface SimulationClient {
  send(message: ToWorker): void;
  destroy(): void;
}

export type CreateSimulationClient = (handlers: SimulationHandlers) => SimulationClient;

/** Starts the simulation in its own thread. A worker that fails to start, or dies, is told like a crash. */
export const createSimulationClient: CreateSimulationClient = (handlers) => {
  const worker = new Worker(new URL("./sim.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => deliver(handlers, data);
  worker.onerror = (event) => {
    const reason = event.message ? `: ${event.message}` : " before it could start";
    handlers.crashed({
      type: "crashed",
      message: `The simulation stopped${reason}. Reload the page; the document is kept.`,
    });
  };
  return {
    send: (message) => worker.postMessage(message),
    destroy: () => worker.terminate(),
  };
};

/** Hands a message to the handler of its type. */
export function deliver<T extends FromWorker["type"]>(handlers: SimulationHandlers, message: Extract<FromWorker, { type: T }>): void {
  const handle = handlers[message.type as T] as (message: Extract<FromWorker, { type: T }>) => void;
  handle(message);
}
