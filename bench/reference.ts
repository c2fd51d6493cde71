import { Cell } from "../src/base/cell";
import { Histogram } from "../src/base/histogram";
import { STREAM_WORDS, Stream, seedStream } from "../src/base/stream";
import { exponential } from "../src/base/variates";
import { Pending } from "./pending";

/** A run that can be continued: serves so many more requests and returns how many events that took. */
export type Reference = () => (requests: number) => number;

function stream(purpose: string): Stream {
  const words = new Int32Array(STREAM_WORDS);
  seedStream(words, 0, 1, purpose);
  return new Stream(words, 0);
}

/** Waiting requests' arrival times, by server: rings of 65,536. */
const PLACES = 1 << 16;
const ARRIVAL = -1;

/** M/M/1 by hand: a heap of pending events, time averages of both levels, a histogram. */
export function single(ratePerMs: number, serviceMs: number): Reference {
  return () => {
    const arrivals = stream("arrivals");
    const services = stream("services");
    const ring = new Float64Array(PLACES);
    const latency = new Histogram();
    const value = new Cell();
    const pending = new Pending();
    const areas = new Float64Array(2);
    let head = 0;
    let inside = 0;
    let last = 0;
    pending.push(exponential(arrivals) / ratePerMs, ARRIVAL);
    return (requests) => {
      const end = latency.count + requests;
      let events = 0;
      while (latency.count < end) {
        events++;
        const now = pending.time[0];
        const event = pending.event[0];
        pending.pop();
        areas[0] += inside * (now - last);
        if (inside > 0) areas[1] += now - last;
        last = now;
        if (event === ARRIVAL) {
          ring[(head + inside++) & (PLACES - 1)] = now;
          if (inside === 1) pending.push(now + exponential(services) * serviceMs, 0);
          pending.push(now + exponential(arrivals) / ratePerMs, ARRIVAL);
        } else {
          value.value = now - ring[head++ & (PLACES - 1)];
          latency.record(value);
          if (--inside > 0) pending.push(now + exponential(services) * serviceMs, 0);
        }
      }
      return events;
    };
  };
}

/** Two random choices over servers with a queue each. */
export function balanced(servers: number, ratePerMs: number, serviceMs: number): Reference {
  return () => {
    const arrivals = stream("arrivals");
    const services = stream("services");
    const choices = stream("choices");
    const rings = new Float64Array(servers * PLACES);
    const head = new Int32Array(servers);
    const inside = new Int32Array(servers);
    const since = new Float64Array(servers);
    const areas = new Float64Array(2 * servers);
    const latency = new Histogram();
    const value = new Cell();
    const pending = new Pending();
    pending.push(exponential(arrivals) / ratePerMs, ARRIVAL);
    return (requests) => {
      const end = latency.count + requests;
      let events = 0;
      while (latency.count < end) {
        events++;
        const now = pending.time[0];
        const event = pending.event[0];
        pending.pop();
        let server = event;
        if (event === ARRIVAL) {
          const one = choices.below(servers);
          let other = choices.below(servers - 1);
          if (other >= one) other++;
          server = inside[other] < inside[one] ? other : one;
        }
        areas[2 * server] += inside[server] * (now - since[server]);
        if (inside[server] > 0) areas[2 * server + 1] += now - since[server];
        since[server] = now;
        if (event === ARRIVAL) {
          rings[server * PLACES + ((head[server] + inside[server]++) & (PLACES - 1))] = now;
          if (inside[server] === 1) pending.push(now + exponential(services) * serviceMs, server);
          pending.push(now + exponential(arrivals) / ratePerMs, ARRIVAL);
        } else {
          value.value = now - rings[server * PLACES + (head[server]++ & (PLACES - 1))];
          latency.record(value);
          if (--inside[server] > 0) pending.push(now + exponential(services) * serviceMs, server);
        }
      }
      return events;
    };
  };
}

interface Tiers {
  readonly tiers: number;
  readonly replicas: number;
  readonly ratePerMs: number;
  readonly serviceMs: number;
  readonly hopMs: number;
  /** A time limit on each call, as an ordinary event that is nearly always stale [ms]; 0 is none. */
  readonly limitMs: number;
}

const HOP = 0;
const DONE = 1;
const LIMIT = 2;
const MOST = 1 << 18;

/**
 * Tiers of replicas by hand: a request is one record that goes down all tiers, two choices at each, and back. A heap of
 * pending events, time averages for each replica, a histogram for each tier.
 */
export function tiers({ tiers: depth, replicas, ratePerMs, serviceMs, hopMs, limitMs }: Tiers): Reference {
  return () => {
    const arrivals = stream("arrivals");
    const services = stream("services");
    const hops = stream("hops");
    const choices = stream("choices");
    const sentMs = new Float64Array(MOST);
    const arrivedMs = new Float64Array(MOST);
    const tier = new Int32Array(MOST);
    const back = new Uint8Array(MOST);
    const replica = new Int32Array(MOST);
    const next = new Int32Array(MOST);
    const total = depth * replicas;
    const inside = new Int32Array(total);
    const working = new Uint8Array(total);
    const headOf = new Int32Array(total).fill(-1);
    const tailOf = new Int32Array(total).fill(-1);
    const since = new Float64Array(total);
    const areas = new Float64Array(2 * total);
    const latency = new Histogram();
    const byTier = Array.from({ length: depth }, () => new Histogram());
    const value = new Cell();
    const pending = new Pending();
    let free = 0;
    for (let i = 0; i < MOST; i++) next[i] = i + 1;
    const begin = (request: number, now: number) => {
      pending.push(now + exponential(services) * serviceMs, 4 * request + DONE);
    };
    const hop = (request: number, now: number) => {
      pending.push(now + exponential(hops) * hopMs, 4 * request + HOP);
      if (limitMs > 0 && back[request] === 0) pending.push(now + limitMs, 4 * request + LIMIT);
    };
    pending.push(exponential(arrivals) / ratePerMs, ARRIVAL);
    return (requests) => {
      const end = latency.count + requests;
      let events = 0;
      while (latency.count < end) {
        const now = pending.time[0];
        const event = pending.event[0];
        pending.pop();
        if (event === ARRIVAL) {
          events++;
          const request = free;
          free = next[request];
          sentMs[request] = now;
          tier[request] = 0;
          back[request] = 0;
          hop(request, now);
          pending.push(now + exponential(arrivals) / ratePerMs, ARRIVAL);
          continue;
        }
        const request = event >> 2;
        const what = event & 3;
        if (what === LIMIT) continue;
        events++;
        if (what === HOP && back[request] === 1) {
          if (--tier[request] >= 0) {
            hop(request, now);
          } else {
            value.value = now - sentMs[request];
            latency.record(value);
            next[request] = free;
            free = request;
          }
          continue;
        }
        const base = tier[request] * replicas;
        if (what === HOP) {
          const one = choices.below(replicas);
          let other = choices.below(replicas - 1);
          if (other >= one) other++;
          replica[request] = base + (inside[base + other] < inside[base + one] ? other : one);
          arrivedMs[request] = now;
        }
        const at = replica[request];
        areas[2 * at] += inside[at] * (now - since[at]);
        if (working[at] === 1) areas[2 * at + 1] += now - since[at];
        since[at] = now;
        if (what === HOP) {
          inside[at]++;
          if (working[at] === 0) {
            working[at] = 1;
            begin(request, now);
          } else {
            next[request] = -1;
            if (tailOf[at] === -1) headOf[at] = request;
            else next[tailOf[at]] = request;
            tailOf[at] = request;
          }
          continue;
        }
        inside[at]--;
        value.value = now - arrivedMs[request];
        byTier[tier[request]].record(value);
        const waiting = headOf[at];
        if (waiting === -1) {
          working[at] = 0;
        } else {
          headOf[at] = next[waiting];
          if (headOf[at] === -1) tailOf[at] = -1;
          begin(waiting, now);
        }
        if (tier[request] === depth - 1) {
          back[request] = 1;
          tier[request]--;
        } else {
          tier[request]++;
        }
        hop(request, now);
      }
      return events;
    };
  };
}
