import * as z from "zod";
import { SCALE, SCALE_BOOT_MS, SCALE_GRACE_MS } from "../../engine/scaling";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  replicas: quantity({ title: "Replicas", default: 1, min: 1, max: 1000, integer: true }),
  bootMs: quantity({ title: "Boot time", unit: "ms", default: 5000, min: 0, max: 3_600_000, help: "Until a new replica is ready." }),
  graceMs: quantity({
    title: "Grace",
    unit: "ms",
    default: 30_000,
    min: 0,
    max: 3_600_000,
    help: "A replica that goes finishes its work; what is not done by then is lost.",
    presets: [{ label: "Kubernetes default", value: 30_000, source: "Kubernetes docs, Pod Lifecycle, terminationGracePeriodSeconds" }],
  }),
});
type Params = z.infer<typeof params>;

export const scale = {
  id: "scale",
  title: "Scale",
  group: "operate",
  targets: ["node"],
  condition: SCALE,
  wholeNode: true,
  atOnce: () => true,
  resizesTo: ({ replicas }: Params) => replicas,
  params,
  docs: {
    summary: "An operator sets the number of replicas by hand; when it ends, the configured number is back.",
    models: ["New replicas boot, replicas too many drain, the last one first"],
    ignores: ["Room on the machines: every new replica finds a place"],
    sources: ["Kubernetes docs, kubectl scale", "Kubernetes docs, StatefulSets, Deployment and Scaling Guarantees"],
  },
  label: ({ replicas }: Params) => `${replicas} replica${replicas === 1 ? "" : "s"}`,
  contribute: (surface, scope, { replicas, bootMs, graceMs }: Params) => {
    for (const node of scope.nodes) {
      surface.raise("nodes", SCALE, node, replicas);
      surface.raise("nodes", SCALE_BOOT_MS, node, bootMs);
      surface.raise("nodes", SCALE_GRACE_MS, node, graceMs);
    }
  },
} satisfies FaultDefinition;
