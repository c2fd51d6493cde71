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
  docs: { summary: "The process dies: work in progress is lost, callers see a reset, new connections are refused.", models: [], ignores: [], sources: [] },
  label: () => "crash",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.down(replica);
  },
} satisfies FaultDefinition;
