import { evictionField } from "../evictions/registry";
import { type FieldMeta, quantity, toggle } from "../fields";

const rfc = (label: string, value: number, directive: string) => [{ label, value, source: `RFC 5861, ${directive}` }];

interface Own {
  readonly singleFlight: boolean;
  readonly ttlMs: number;
  readonly ttlSource?: string;
  /** When entries are kept at all. */
  readonly kept?: Pick<FieldMeta, "onlyWith">;
}

/** How long an entry may be used, who makes room, and who waits for whom: the same for everything that caches. */
export const cachingFields = (own: Own) => ({
  eviction: evictionField({ title: "Eviction", help: "Who goes when it is full.", ...own.kept }),
  ttlMs: quantity({
    title: "Time to live",
    unit: "ms",
    default: own.ttlMs,
    min: 0,
    max: 31_536_000_000,
    live: true,
    help: "0 keeps entries until they are evicted.",
    ...own.kept,
    ...(own.ttlSource === undefined ? {} : { presets: [{ label: "CloudFront default", value: own.ttlMs, source: own.ttlSource }] }),
  }),
  ttlJitterRatio: quantity({
    title: "Jitter",
    default: 0,
    min: 0,
    max: 1,
    live: true,
    ...own.kept,
    help: "Of the time to live: each entry gets its own, up to so much shorter or longer, so that not all expire at once.",
    onlyAbove: { ttlMs: 0 },
  }),
  singleFlight: toggle({
    title: "One fetch per key",
    default: own.singleFlight,
    live: true,
    help: "While an entry is being fetched, others who miss it wait for that fetch (single flight, request collapsing).",
  }),
  staleWhileRevalidateMs: quantity({
    title: "Stale while it revalidates",
    unit: "ms",
    default: 0,
    min: 0,
    max: 31_536_000_000,
    live: true,
    ...own.kept,
    help: "For so long after its time to live an entry is served at once, and fetched anew in the background.",
    presets: rfc("RFC 5861 example", 30_000, "stale-while-revalidate=30"),
    onlyAbove: { ttlMs: 0 },
  }),
  staleIfErrorMs: quantity({
    title: "Stale if error",
    unit: "ms",
    default: 0,
    min: 0,
    max: 31_536_000_000,
    live: true,
    ...own.kept,
    help: "For so long after its time to live an entry is served where fetching it fails.",
    presets: rfc("RFC 5861 example", 1_200_000, "stale-if-error=1200"),
    onlyAbove: { ttlMs: 0 },
  }),
});
