import { ERROR, OK, RESET, TIMEOUT } from "../../../engine/outcome";
import type { SimulatePolicy } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { Stream } from "../../../base/stream";
import type { RetryConfig } from "./definition";

export const simulateRetry: SimulatePolicy = (sim, links) => {
  for (const link of links) {
    const stream = sim.stream(`link:${link.id}:backoff`);
    sim.flow.policed.retriers[link.index] = retrier(sim, link.policies.retry as RetryConfig, stream);
  }
};

function retrier(sim: Sim, config: RetryConfig, stream: Stream) {
  const retries = (outcome: number): boolean => {
    if (outcome === TIMEOUT) return config.onTimeout;
    if (outcome === ERROR || outcome === RESET) return config.onError;
    return config.onRejected;
  };
  return (call: number, outcome: number): boolean => {
    const attempts = sim.calls.attempt(call);
    if (outcome === OK || attempts >= config.maxAttempts || !retries(outcome)) return false;
    sim.scratch[0] = backoffMs(config, attempts, stream, sim, call);
    return true;
  };
}

/**
 * The pause before attempt `attempts` + 1 [ms]. Jitters after M. Brooker, Exponential Backoff And Jitter: full is
 * uniform in [0, pause], equal is half the pause plus a uniform half, decorrelated is uniform between the base and
 * three times the last pause.
 */
function backoffMs(config: RetryConfig, attempts: number, stream: Stream, sim: Sim, call: number): number {
  let pause = config.baseMs;
  for (let i = 1; i < attempts && pause < config.capMs; i++) pause *= config.factor;
  pause = Math.min(config.capMs, pause);
  switch (config.jitter) {
    case "none":
      return pause;
    case "full":
      return pause * stream.uniform();
    case "equal":
      return pause / 2 + (pause / 2) * stream.uniform();
    case "decorrelated": {
      // The last pause rides in the logical call's due time, which it has no other use for.
      const last = attempts === 1 ? config.baseMs : sim.calls.dueMs(call);
      const next = Math.min(config.capMs, config.baseMs + (3 * last - config.baseMs) * stream.uniform());
      sim.scratch[0] = next;
      sim.calls.stampDue(call, sim.scratch);
      return next;
    }
  }
}
