import * as z from "zod";
import { BOOT_MS, GRACE_MS, GRACEFUL_STOP, ROLLING } from "../../engine/stop-conditions";
import { choice, quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  order: choice({
    title: "Replicas stop",
    options: { together: "All at once", rolling: "One after another" },
    default: "together",
    help: "One after another is a rolling restart: the next stops once the last is ready again.",
  }),
  graceMs: quantity({
    title: "Grace",
    unit: "ms",
    default: 30_000,
    min: 0,
    max: 3_600_000,
    help: "Work that is not done by then is lost.",
    presets: [{ label: "Kubernetes default", value: 30_000, source: "Kubernetes docs, Pod Lifecycle, terminationGracePeriodSeconds" }],
  }),
  bootMs: quantity({
    title: "Back after",
    unit: "ms",
    default: 5000,
    min: 0,
    max: 3_600_000,
    help: "One after another: from the end of the process until it is ready again.",
  }),
});

export const gracefulStop = {
  id: "graceful-stop",
  title: "Graceful stop",
  group: "stop",
  targets: ["node"],
  condition: GRACEFUL_STOP,
  // The next one's turn comes with the last one's end.
  atOnce: ({ order }: z.infer<typeof params>) => order === "rolling",
  params,
  docs: {
    summary: "The process is told to stop: it finishes what it has, takes nothing new, and is gone until the fault ends.",
    models: [
      "Callers that ask service discovery send it nothing more; a call that is on its way when it is told still gets in",
      "What is not done after the grace period is lost",
      "One after another: each replica starts again, and the next one stops once it is ready",
    ],
    ignores: ["The time that service discovery takes to spread"],
    sources: ["Kubernetes docs, Pod Lifecycle, Termination of Pods"],
  },
  label: (p: z.infer<typeof params>) => (p.order === "rolling" ? "rolling restart" : "graceful stop"),
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const replica of scope.replicas) {
      surface.raise("replicas", GRACEFUL_STOP, replica, 1);
      surface.raise("replicas", GRACE_MS, replica, p.graceMs);
      surface.raise("replicas", BOOT_MS, replica, p.bootMs);
      if (p.order === "rolling") surface.raise("replicas", ROLLING, replica, 1);
    }
  },
} satisfies FaultDefinition;
