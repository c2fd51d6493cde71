import type { Topology } from "../../topology/schema";
import { build } from "../build";
import { constant } from "../timeline";
import { HOP_ONE_WAY_MS } from "./overhead";
import { recordingOf } from "./proxied";
import type { MeasuredRun } from "./recordings";

const SECOND = 1000;
const DRAIN_MS = 60_000;

/** A publisher, a RabbitMQ queue and its consumers, set up as the run was. */
export function brokeredTopology({ setup, requests }: MeasuredRun): Topology {
  const { consumers = 1, prefetch = 0, queueArgs = {}, outage } = setup.config ?? {};
  const hop = { latency: constant(HOP_ONE_WAY_MS) };
  return build({
    nodes: {
      c: ["client", { traffic: { type: "recorded", recording: recordingOf(requests) } }],
      q: ["queue", { prefetch, publishMs: 0, messageTtlMs: Number(queueArgs["x-message-ttl"] ?? 0) }],
      w: ["server", { replicas: consumers, slots: 1, queueLimit: 10_000_000, serviceFrom: "recording" }],
    },
    links: [
      ["c", "q", hop],
      ["q", "w", hop],
    ],
    faults:
      outage === undefined || outage === null
        ? []
        : [
            {
              id: "outage",
              type: "crash",
              target: { type: "node", id: "w" },
              startMs: SECOND * outage.from,
              durationMs: SECOND * (outage.to - outage.from),
            },
          ],
    durationMs: (requests.at(-1)?.atMs ?? 0) + DRAIN_MS,
  });
}
