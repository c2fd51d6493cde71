import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const crash = {
  id: "crash",
  title: "Crash",
  group: "stop",
  targets: ["node", "boundary", "all"],
  aimsAt: "receivers",
  params,
  docs: {
    summary: "The process dies: work in progress is lost, callers see a reset, new connections are refused.",
    models: [
      "What was in work or waited is lost; what it had called goes on, for nobody",
      "Connections are refused, or reset one way later, until the fault ends",
      "Checks and timeouts find out by themselves; service discovery does not know",
    ],
    ignores: [],
    sources: ["signal(7), SIGKILL", "Chaos Mesh docs, PodChaos, pod-kill", "RFC 9293, 3.10.7: resets"],
  },
  label: () => "crash",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.down(replica);
  },
} satisfies FaultDefinition;
