import type { Topology } from "../../schema";
import type { Drill } from "../schema";
import { brownOut } from "./brown-out";
import { flushTheCache } from "./cache-flush";
import { consumerOutage } from "./consumer-outage";
import { cutALink } from "./cut-a-link";
import type { ReadyDrill } from "./define";
import { killOneReplica } from "./kill-one-replica";
import { killTheLeader } from "./kill-the-leader";
import { loseAZone } from "./lose-a-zone";
import { randomCrashes } from "./random-crashes";
import { slowDependency } from "./slow-dependency";
import { trafficSpike } from "./traffic-spike";

/** Every ready drill, one line each. */
export const readyDrills: readonly ReadyDrill[] = [
  killOneReplica,
  killTheLeader,
  loseAZone,
  cutALink,
  slowDependency,
  brownOut,
  trafficSpike,
  flushTheCache,
  consumerOutage,
  randomCrashes,
];

/** What can be had for a topology: those with something to aim at. */
export function draftAll(topology: Topology): { readonly ready: ReadyDrill; readonly drill: Drill }[] {
  return readyDrills.flatMap((ready) => {
    const drill = ready.draft(topology);
    return drill === null ? [] : [{ ready, drill }];
  });
}
