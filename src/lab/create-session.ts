import "../topology/all-behaviours";
import { succeed } from "../base/result";
import { prepareDrill } from "./drill/prepare";
import { LiveSession } from "./live-session";
import type { CreateSession } from "./session";
import { runStatistics } from "./statistics/run-statistics";

/** Compiles a checked document for one run. */
export const createSession: CreateSession = (topology, drillId) => {
  if (drillId === undefined) return succeed(new LiveSession(topology, () => runStatistics));
  const prepared = prepareDrill(topology, drillId);
  return prepared.ok ? succeed(new LiveSession(topology, () => runStatistics, prepared.value)) : prepared;
};
