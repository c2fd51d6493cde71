import { bandwidth } from "./bandwidth";
import { blackHole } from "./black-hole";
import { cacheFlush } from "./cache-flush";
import { connectionReset } from "./connection-reset";
import { consumerStopped } from "./consumer-stopped";
import { corruptReply } from "./corrupt-reply";
import { cpuStress } from "./cpu-stress";
import { crash } from "./crash";
import type { FaultDefinition } from "./define";
import { diskFull } from "./disk-full";
import { dnsFailure } from "./dns-failure";
import { duplicate } from "./duplicate";
import { errors } from "./errors";
import { failover } from "./failover";
import { gcPauses } from "./gc-pauses";
import { gracefulStop } from "./graceful-stop";
import { hotKey } from "./hot-key";
import { isolateLeader } from "./isolate-leader";
import { killLeader } from "./kill-leader";
import { linkLatency } from "./link-latency";
import { linkLoss } from "./link-loss";
import { partition } from "./partition";
import { pause } from "./pause";
import { poisonMessage } from "./poison-message";
import { poolLeak } from "./pool-leak";
import { randomCrashes } from "./random-crashes";
import { restartLoop } from "./restart-loop";
import { scale } from "./scale";
import { slow } from "./slow";
import { slowDisk } from "./slow-disk";
import { stopReplication } from "./stop-replication";
import { thunderingHerd } from "./thundering-herd";
import { trafficSpike } from "./traffic-spike";
import { zoneOutage } from "./zone-outage";

/** Every fault, one line each. */
export const faults = [
  crash,
  gracefulStop,
  restartLoop,
  pause,
  randomCrashes,
  zoneOutage,
  slow,
  cpuStress,
  gcPauses,
  errors,
  poisonMessage,
  connectionReset,
  corruptReply,
  consumerStopped,
  linkLatency,
  linkLoss,
  duplicate,
  bandwidth,
  partition,
  blackHole,
  dnsFailure,
  trafficSpike,
  diskFull,
  isolateLeader,
  killLeader,
  poolLeak,
  slowDisk,
  stopReplication,
  hotKey,
  thunderingHerd,
  cacheFlush,
  failover,
  scale,
] as const satisfies readonly FaultDefinition[];

/** What is offered as something to break; what operators do on purpose belongs in drills. */
export const breakable: readonly FaultDefinition[] = (faults as readonly FaultDefinition[]).filter(({ group }) => group !== "operate");

const byId = new Map<string, FaultDefinition>(faults.map((fault) => [fault.id, fault]));

export function faultOf(id: string): FaultDefinition {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`No fault is called "${id}".`);
  return found;
}
