import * as z from "zod";
import { PLAIN } from "../../engine/plan";
import { toggle } from "../fields";
import { defineProtocol } from "./define";

export const http2 = defineProtocol({
  id: "http2",
  title: "HTTP/2 (gRPC)",
  label: "gRPC",
  docs: {
    summary: "Calls that share one connection; what a caller gives up, its callee stops.",
    models: ["Cancellation: a call that its caller gives up is stopped at the callee, with the calls made for it"],
    ignores: ["Streaming calls, server push and priorities"],
    sources: ["gRPC docs, Cancellation", "RFC 9113"],
  },
  schema: z.strictObject({
    type: z.literal("http2"),
    cancels: toggle({ title: "Cancellation", default: true, live: true, help: "A caller that gives up tells the callee, which stops (gRPC)." }),
  }),
  plan: ({ cancels }) => ({ ...PLAIN, cancels }),
});
