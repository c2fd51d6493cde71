import { compareCaches } from "./caches";
import { type ComparedRun, compareRun } from "./compare";
import { comparePools } from "./pools";
import { type MeasuredRun, readRun, runIds } from "./recordings";

const SECOND = 1000;
/** A sender this late was itself at a standstill [ms]. */
const STANDSTILL_MS = 100;

/** Every measured run of a folder beside its model. */
export function compareAll(folder: string): ComparedRun[] {
  const runs = readAll(folder).filter(({ requests }) => requests.length > 0);
  return [...runs.flatMap((run) => [run, ...afterStandstill(run)]).map(compareRun), ...compareCaches(folder), ...comparePools(folder)];
}

/** Every run of a folder that has its requests recorded. */
export function readAll(folder: string): MeasuredRun[] {
  const runs = runIds(folder).map((id) => readRun(folder, id));
  return runs.map((run) => withArrivalsOf(run, runs));
}

/**
 * The recording of a broker holds only the messages that were consumed. Those that were dead-lettered came at the
 * times, and with the needs, of a run that drew its arrivals from the same rate and seed.
 */
function withArrivalsOf(run: MeasuredRun, all: readonly MeasuredRun[]): MeasuredRun {
  const published = Number(run.setup.runs[0].summary?.published ?? run.requests.length);
  if (published === run.requests.length) return run;
  const taken = new Set(run.requests.map(({ atMs }) => atMs));
  const twin = all.find(
    ({ requests }) => requests.length > published && requests.filter(({ atMs }) => taken.has(atMs)).length === taken.size,
  );
  if (twin === undefined) return { ...run, requests: [] };
  const lost = twin.requests.slice(0, published).filter(({ atMs }) => !taken.has(atMs));
  const requests = [...run.requests, ...lost.map((request) => ({ ...request, code: "dead letter", server: "" }))];
  return { ...run, requests: requests.sort((a, b) => a.atMs - b.atMs) };
}

/** Where the machine that measured stood still early on, the run is also compared without that: three seconds later. */
function afterStandstill(run: MeasuredRun): MeasuredRun[] {
  const late = run.requests.filter(({ lagMs }) => lagMs > STANDSTILL_MS).at(-1);
  if (late === undefined) return [];
  const fromMs = SECOND * (Math.floor(late.atMs / SECOND) + 3);
  if (fromMs > (run.requests.at(-1)?.atMs ?? 0) / 2) return [];
  return [{ ...run, id: `${run.id} from ${fromMs / SECOND} s on`, requests: run.requests.filter(({ atMs }) => atMs >= fromMs) }];
}
