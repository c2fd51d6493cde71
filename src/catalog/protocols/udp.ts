import * as z from "zod";
import { PLAIN } from "../../engine/plan";
import { defineProtocol } from "./define";

export const udp = defineProtocol({
  id: "udp",
  title: "UDP: lost for good",
  label: "UDP",
  docs: {
    summary: "Datagrams: a lost one is lost for good, and only the caller's time limit ends the wait.",
    models: ["Loss without a second try and without news of it; what was published without waiting counts as dropped"],
    ignores: ["Fragments and the order of datagrams"],
    sources: ["RFC 768"],
  },
  schema: z.strictObject({ type: z.literal("udp") }),
  plan: () => ({ ...PLAIN, retransmits: false }),
});
