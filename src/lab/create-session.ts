import "../topology/all-behaviours";
import { succeed } from "../base/result";
import { LiveSession } from "./live-session";
import type { CreateSession } from "./session";
import { runStatistics } from "./statistics/run-statistics";

/** Compiles a checked document for one run. */
export const createSession: CreateSession = (topology) => succeed(new LiveSession(topology, () => runStatistics));
