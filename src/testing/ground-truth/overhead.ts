import type { Measured, MeasuredRun } from "./recordings";
import { quantile } from "./statistics";

/**
 * What a proxied request takes beyond its wait for a slot and its need: HTTP in three processes, the loopback, the
 * sender's own lateness. Two numbers, the same for every case, read once off the undisturbed nginx and HAProxy runs by
 * `estimateOverhead`; the command says so when they no longer agree with the recordings.
 */
export interface Overhead {
  /** On the way [ms]: client to proxy and back, proxy to server and back. */
  readonly pathMs: number;
  /** In the server's slot [ms]: its timer's error, and the answer it writes before it takes the next request. */
  readonly slotMs: number;
}

export const OVERHEAD: Overhead = { pathMs: 1.31, slotMs: 0.45 };

/** A proxied request makes two hops, each there and back. */
export const HOP_ONE_WAY_MS = OVERHEAD.pathMs / 4;

/**
 * A killed server's process is started again 15 s later, and then needs this long until it listens [ms]: in the run
 * without checks and retries (b_kill_haproxy_rr_nocheck_retries0) its last refused request came 224 ms after the
 * start, and its first answered one 260 ms after.
 */
export const PROCESS_START_MS = 242;

/** A request has surely been queued when it waited longer than this [ms]. */
const QUEUED_MS = 5;

/** Medians: a machine that stalls now and then must not count. */
export function estimateOverhead(runs: readonly MeasuredRun[]): Overhead {
  const quiet = runs.filter(({ id }) => /^[ab]_A[12]_/.test(id));
  const total = quiet.flatMap(({ requests }) => requests.map(({ latencyMs, waitMs, needMs }) => latencyMs - waitMs - needMs));
  const slot = quiet.filter(({ setup }) => setup.topology?.servers.c === 1).flatMap(({ requests }) => slotOverheads(requests));
  const slotMs = median(slot);
  return { pathMs: median(total) - slotMs, slotMs };
}

/** While a server of one slot is never idle, its answers follow each other by the need and the overhead in the slot. */
function slotOverheads(requests: readonly Measured[]): number[] {
  const last = new Map<string, number>();
  const found: number[] = [];
  const sent = [...requests].sort((a, b) => a.atMs + a.lagMs - b.atMs - b.lagMs);
  for (const { server, atMs, latencyMs, waitMs, needMs } of sent) {
    const before = last.get(server);
    if (before !== undefined && waitMs > QUEUED_MS) found.push(atMs + latencyMs - before - needMs);
    last.set(server, atMs + latencyMs);
  }
  return found;
}

function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
