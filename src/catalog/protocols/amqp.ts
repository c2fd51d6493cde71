import * as z from "zod";
import { PLAIN } from "../../engine/plan";
import { headerBytes, tcpAndTls, tls } from "./connection-fields";
import { defineProtocol } from "./define";

/** Of AMQP itself: start, tune, open, and a channel's open. */
const ROUND_TRIPS = 4;
/** As many as there are: a channel's deliveries and confirms are not limited by the connection. */
const UNLIMITED = 1_000_000_000;

export const amqp = defineProtocol({
  id: "amqp",
  title: "AMQP 0-9-1 (RabbitMQ)",
  label: "AMQP",
  docs: {
    summary:
      "One long-lived connection to a broker with any number of messages on their way; the answer is the confirm or the acknowledgement.",
    models: [
      "Setting up: a round trip for TCP, one for TLS, three for the connection and one for a channel",
      "Messages arrive in order: one that is lost holds up all that were sent after it",
      "Connections die with either process",
    ],
    simplifies: [
      "Consumers' connections are set up with the first delivery, from the broker's side",
      "Frames of a message add 80 B: an assumption to be edited",
    ],
    ignores: [
      "Heartbeats of publishers (a queue minds those of its consumers), flow control and limits on channels",
      "Several confirms in one frame",
    ],
    sources: ["AMQP 0-9-1 specification, sections 2.2.4 and 4.2", "RabbitMQ docs, Connections and Channels"],
  },
  schema: z.strictObject({
    type: z.literal("amqp"),
    tls: tls(false),
    headerBytes: headerBytes(80, "Frames around a message: method, header and body. Counts where bandwidth is limited."),
  }),
  plan: (c) => ({
    ...PLAIN,
    connections: { roundTrips: tcpAndTls(c.tls) + ROUND_TRIPS, streams: UNLIMITED, most: 1, mostWaiting: 0, idleMs: 0 },
    headerBytes: c.headerBytes,
  }),
});
