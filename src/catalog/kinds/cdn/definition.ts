import * as z from "zod";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import { leaningOn } from "../../behaviours";
import { cachingFields } from "../../caching/fields";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { evictions } from "../../evictions/registry";
import { described, quantity } from "../../fields";

const shield = z.strictObject({
  capacity: quantity({ title: "Capacity", unit: "entries", default: 100_000, min: 1, max: 5_000_000, integer: true }),
  latency: duration({
    title: "Latency to it",
    default: { type: "constant", valueMs: 20 },
    live: true,
    help: "From a point of presence, one way.",
  }),
});

export const cdnConfig = z.strictObject({
  pops: quantity({
    title: "Points of presence",
    default: 4,
    min: 1,
    max: 200,
    integer: true,
    help: "Callers in one region share one; users in no region come to any.",
  }),
  capacity: quantity({
    title: "Capacity",
    unit: "entries",
    default: 10_000,
    min: 1,
    max: 5_000_000,
    integer: true,
    help: "Per point of presence.",
  }),
  ...cachingFields({ singleFlight: true, ttlMs: 86_400_000, ttlSource: "Amazon CloudFront docs, default TTL of a cache policy" }),
  edgeTime: duration({
    title: "Time at the edge",
    default: { type: "constant", valueMs: 1 },
    live: true,
    help: "To take a request and look it up.",
  }),
  shield: described(shield.optional(), {
    title: "Origin shield",
    help: "One more cache that all points of presence ask on a miss, in front of the origin.",
  }),
});
export type CdnConfig = z.infer<typeof cdnConfig>;

export const cdn: KindDefinition = {
  id: "cdn",
  title: "CDN",
  family: "network",
  icon: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z", "M3 12h18", "M12 3c3 2.6 4 5.6 4 9s-1 6.4-4 9c-3-2.6-4-5.6-4-9s1-6.4 4-9Z"],
  docs: {
    summary: "Caches near the users that ask the origin behind them, one point of presence per region.",
    models: [
      "A cache per point of presence, each warmed by its own users alone",
      "Callers in one region (their outermost boundary) share a point of presence; users in no region come to any, all as likely",
      "Requests for the same entry collapsed into one, stale entries served while they are fetched anew or where that fails",
      "An origin shield: misses of all points of presence meet in one cache, and an entry's time to live counts from when that had it",
      "Writes go past the shield to the origin, and invalidate the entry where they came through; others keep theirs until it expires",
    ],
    simplifies: [
      "A point of presence that is down is left out at once, as by anycast: its users come to the next one",
      "With a shield that is down, points of presence ask the origin themselves",
      "The link to the origin costs the same from everywhere; the link to the users costs what is set, and crosses no border",
      "Processors and connections at the edge are always enough",
    ],
    ignores: [
      "Purges by tag, cache keys by header, byte ranges and sizes",
      "Revalidation (304): an entry past its time is fetched whole",
      "Errors that are kept: CloudFront answers with one for 10 s before it asks again",
      "Faults of a region do not reach the points of presence in it",
    ],
    sources: [
      "RFC 9111, HTTP Caching, sections 4.2 and 4.4",
      "RFC 5861, HTTP Cache-Control Extensions for Stale Content",
      "Amazon CloudFront docs: Origin Shield, request collapsing, regional edge caches",
    ],
  },
  config: cdnConfig,
  ports: { incoming: true, outgoing: "one", callerPolicies: true },
  everywhere: true,
  replicas: (config: CdnConfig) => config.pops + (config.shield === undefined ? 0 : 1),
  bar: "gauge0",
  readouts: [
    { label: "hits", metric: "gauge0", format: "ratio" },
    { label: "offload", metric: "gauge1", format: "ratio" },
  ],
  otherReadout: (config: CdnConfig) => {
    if (config.shield !== undefined) return { label: "shield", metric: "gauge5", format: "ratio" };
    return config.staleWhileRevalidateMs + config.staleIfErrorMs > 0 ? { label: "stale", metric: "gauge4", format: "ratio" } : undefined;
  },
  behaviour: () => leaningOn(evictions, async () => (await import("./simulate")).simulateCdn),
  heeds: [GRACEFUL_STOP, "cache-flush"],
  gauges: [
    { id: "hitRatio", title: "Hit ratio at the edge", unit: "" },
    { id: "offload", title: "Origin offload", unit: "" },
    { id: "entries", title: "Entries at the edge", unit: "entries" },
    { id: "waiting", title: "Waiting for a fetch", unit: "requests" },
    { id: "staleRatio", title: "Served stale", unit: "" },
    { id: "shieldHitRatio", title: "Hit ratio of the shield", unit: "" },
  ],
  figures: [
    {
      id: "originFetches",
      title: "Fetches from the origin",
      unit: "fetches",
      help: "Writes not counted. Origin offload is the share of reads that caused none.",
    },
    { id: "coalesced", title: "Waited for another's fetch", unit: "requests" },
    { id: "stale", title: "Served stale", unit: "requests" },
    { id: "refreshes", title: "Fetched in the background", unit: "fetches" },
    { id: "rerouted", title: "Came to another point of presence", unit: "requests", help: "Because their own was down." },
  ],
};
