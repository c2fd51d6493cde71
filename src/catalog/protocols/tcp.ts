import * as z from "zod";
import { PLAIN } from "../../engine/plan";
import { defineProtocol } from "./define";

export const tcp = defineProtocol({
  id: "tcp",
  title: "TCP: lost messages are sent again",
  label: "TCP",
  docs: {
    summary: "Messages over connections that are always there: a lost one is sent again.",
    models: ["Retransmission after 200 ms, doubling, at most 15 times; then the caller sees a reset"],
    ignores: [
      "Setting connections up, and limits on them: HTTP, AMQP and Kafka have those",
      "Congestion control, flow control and the order of messages",
    ],
    sources: ["RFC 6298", "Linux ip-sysctl, tcp_retries2 and TCP_RTO_MIN"],
  },
  schema: z.strictObject({ type: z.literal("tcp") }),
  plan: () => PLAIN,
});
