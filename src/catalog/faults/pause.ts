import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const pause = {
  id: "pause",
  title: "Pause",
  group: "stop",
  targets: ["node", "boundary", "all"],
  aimsAt: "receivers",
  params,
  docs: { summary: "Connections are accepted and nothing is answered: a gray failure. Work goes on where it stopped when it ends.", models: [], ignores: [], sources: [] },
  label: () => "pause",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.pause(replica);
  },
} satisfies FaultDefinition;
