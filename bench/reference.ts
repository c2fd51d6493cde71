import { Histogram } from "../src/base/histogram";
import { STREAM_WORDS, Stream, seedStream } from "../src/base/stream";
import { exponential } from "../src/base/variates";

/** Serves so many requests and returns their mean latency [ms], so that nothing can be optimised away. */
export type Reference = (requests: number) => number;

function stream(purpose: string): Stream {
  const words = new Int32Array(STREAM_WORDS);
  seedStream(words, 0, 1, purpose);
  return new Stream(words, 0);
}

/** Waiting requests' arrival times, by server: rings of 65,536. */
const PLACES = 1 << 16;

/**
 * M/M/1 by hand: two events per request, the next of each kind in a variable, time averages and a histogram as the
 * engine keeps them.
 */
export function singleReference(ratePerMs: number, serviceMs: number): Reference {
  return (requests) => {
    const arrivals = stream("arrivals");
    const services = stream("services");
    const ring = new Float64Array(PLACES);
    const latency = new Histogram();
    const value = new Float64Array(1);
    let head = 0;
    let inside = 0;
    let area = 0;
    let now = 0;
    let arrivalMs = exponential(arrivals) / ratePerMs;
    let departureMs = Number.POSITIVE_INFINITY;
    while (latency.count < requests) {
      const next = arrivalMs <= departureMs ? arrivalMs : departureMs;
      area += inside * (next - now);
      now = next;
      if (arrivalMs <= departureMs) {
        ring[(head + inside++) & (PLACES - 1)] = now;
        if (inside === 1) departureMs = now + exponential(services) * serviceMs;
        arrivalMs = now + exponential(arrivals) / ratePerMs;
      } else {
        value[0] = now - ring[head++ & (PLACES - 1)];
        latency.record(value);
        departureMs = --inside > 0 ? now + exponential(services) * serviceMs : Number.POSITIVE_INFINITY;
      }
    }
    return area / now >= 0 ? latency.mean() : Number.NaN;
  };
}

/** Two random choices over servers with a queue each: the earliest departure is found by looking at all of them. */
export function balancedReference(servers: number, ratePerMs: number, serviceMs: number): Reference {
  return (requests) => {
    const arrivals = stream("arrivals");
    const services = stream("services");
    const choices = stream("choices");
    const rings = new Float64Array(servers * PLACES);
    const head = new Int32Array(servers);
    const inside = new Int32Array(servers);
    const since = new Float64Array(servers);
    const area = new Float64Array(servers);
    const departureMs = new Float64Array(servers).fill(Number.POSITIVE_INFINITY);
    const latency = new Histogram();
    const value = new Float64Array(1);
    let arrivalMs = exponential(arrivals) / ratePerMs;
    while (latency.count < requests) {
      let first = 0;
      for (let s = 1; s < servers; s++) if (departureMs[s] < departureMs[first]) first = s;
      const now = arrivalMs <= departureMs[first] ? arrivalMs : departureMs[first];
      const arrives = now === arrivalMs;
      let server = first;
      if (arrives) {
        const one = choices.below(servers);
        let other = choices.below(servers - 1);
        if (other >= one) other++;
        server = inside[other] < inside[one] ? other : one;
      }
      area[server] += inside[server] * (now - since[server]);
      since[server] = now;
      if (arrives) {
        rings[server * PLACES + ((head[server] + inside[server]++) & (PLACES - 1))] = now;
        if (inside[server] === 1) departureMs[server] = now + exponential(services) * serviceMs;
        arrivalMs = now + exponential(arrivals) / ratePerMs;
      } else {
        value[0] = now - rings[server * PLACES + (head[server]++ & (PLACES - 1))];
        latency.record(value);
        departureMs[server] = --inside[server] > 0 ? now + exponential(services) * serviceMs : Number.POSITIVE_INFINITY;
      }
    }
    return latency.mean();
  };
}
