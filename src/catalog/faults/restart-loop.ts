import * as z from "zod";
import { BACK_OFF_MS, LONGEST_BACK_OFF_MS, RESTART_LOOP, RUNS_MS } from "../../engine/stop-conditions";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const source = "Kubernetes docs, Pod Lifecycle, How Pods handle problems with containers";

const params = z.strictObject({
  runsMs: quantity({
    title: "Runs for",
    unit: "ms",
    default: 2000,
    min: 1,
    max: 3_600_000,
    help: "From each start until it crashes again; meanwhile it takes calls.",
  }),
  backOffMs: quantity({
    title: "First back-off",
    unit: "ms",
    default: 10_000,
    min: 1,
    max: 3_600_000,
    help: "The first restart is immediate; this is the pause before the second, and it doubles each time.",
    presets: [{ label: "Kubernetes default", value: 10_000, source }],
  }),
  longestBackOffMs: quantity({
    title: "Longest back-off",
    unit: "ms",
    default: 300_000,
    min: 1,
    max: 3_600_000,
    presets: [{ label: "Kubernetes default", value: 300_000, source }],
  }),
});

export const restartLoop = {
  id: "restart-loop",
  title: "Restart loop",
  group: "stop",
  targets: ["node"],
  aimsAt: "receivers",
  params,
  docs: {
    summary: "The process crashes, is started again, and crashes again: CrashLoopBackOff.",
    models: [
      "The first restart is immediate, later ones wait: 10, 20, 40 s and so on up to 5 minutes",
      "A process that ran for ten minutes starts its back-off anew",
      "Each crash loses the work in progress",
    ],
    ignores: ["Readiness probes: a process that has started takes calls at once"],
    sources: [source, "Kubernetes enhancement KEP-4603"],
  },
  label: () => "restart loop",
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const replica of scope.replicas) {
      surface.raise("replicas", RESTART_LOOP, replica, 1);
      surface.raise("replicas", RUNS_MS, replica, p.runsMs);
      surface.raise("replicas", BACK_OFF_MS, replica, p.backOffMs);
      surface.raise("replicas", LONGEST_BACK_OFF_MS, replica, p.longestBackOffMs);
    }
  },
} satisfies FaultDefinition;
