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
  docs: {
    summary: "Connections are accepted and nothing is answered: a gray failure. Work goes on where it stopped when it ends.",
    models: [
      "The kernel goes on answering TCP, so that connections are made and requests are taken",
      "Timers of its own stand still: it notices what it missed when it goes on",
    ],
    ignores: [],
    sources: ["signal(7), SIGSTOP", "P. Huang et al., Gray Failure: The Achilles' Heel of Cloud-Scale Systems, HotOS 2017"],
  },
  label: () => "pause",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.pause(replica);
  },
} satisfies FaultDefinition;
