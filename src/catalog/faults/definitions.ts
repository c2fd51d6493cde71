import { crash } from "./crash";
import { diskFull } from "./disk-full";
import { dnsFailure } from "./dns-failure";
import { isolateLeader } from "./isolate-leader";
import { killLeader } from "./kill-leader";
import { poolLeak } from "./pool-leak";
import { slowDisk } from "./slow-disk";
import { stopReplication } from "./stop-replication";
import type { FaultDefinition } from "./define";
import { errors } from "./errors";
import { gracefulStop } from "./graceful-stop";
import { linkLatency } from "./link-latency";
import { linkLoss } from "./link-loss";
import { partition } from "./partition";
import { pause } from "./pause";
import { poisonMessage } from "./poison-message";
import { restartLoop } from "./restart-loop";
import { slow } from "./slow";
import { trafficSpike } from "./traffic-spike";
import { zoneOutage } from "./zone-outage";

/** Every fault, one line each. */
export const faults = [
  crash,
  gracefulStop,
  restartLoop,
  pause,
  slow,
  errors,
  poisonMessage,
  linkLatency,
  linkLoss,
  partition,
  dnsFailure,
  zoneOutage,
  trafficSpike,
  diskFull,
  isolateLeader,
  killLeader,
  poolLeak,
  slowDisk,
  stopReplication,
] as const satisfies readonly FaultDefinition[];

const byId = new Map<string, FaultDefinition>(faults.map((fault) => [fault.id, fault]));

export function faultOf(id: string): FaultDefinition {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`No fault is called "${id}".`);
  return found;
}
