import * as z from "zod";
import { PLAIN } from "../../engine/plan";
import { headerBytes, idleTimeoutMs, tcpAndTls, tls } from "./connection-fields";
import { defineProtocol } from "./define";

/** Of Kafka itself: which versions the broker speaks, and who leads which partition. */
const ROUND_TRIPS = 2;
const UNLIMITED = 1_000_000_000;

export const kafka = defineProtocol({
  id: "kafka",
  title: "Kafka",
  label: "Kafka",
  docs: {
    summary: "One connection to a broker with any number of messages on their way; the answer is the broker's acknowledgement.",
    models: [
      "Setting up: a round trip for TCP, one for TLS, one for the versions and one for the metadata",
      "Messages arrive in order: one that is lost holds up all that were sent after it",
      "An idle connection is closed after nine minutes; connections die with either process",
    ],
    simplifies: ["Frames of a message add 70 B, as though it were a batch of its own: an assumption to be edited"],
    ignores: [
      "max.in.flight.requests.per.connection: it limits batches, and here each message would be one",
      "Authentication",
      "Consumers' fetches: messages are handed to them",
    ],
    sources: ["Kafka docs: protocol guide, record batch, producer configuration connections.max.idle.ms"],
  },
  schema: z.strictObject({
    type: z.literal("kafka"),
    tls: tls(false),
    idleTimeoutMs: idleTimeoutMs(540_000, [
      { label: "Kafka default", value: 540_000, source: "Kafka docs, producer configuration, connections.max.idle.ms" },
    ]),
    headerBytes: headerBytes(70, "A record batch's 61 B and its request. Counts where bandwidth is limited."),
  }),
  plan: (c) => ({
    ...PLAIN,
    connections: { roundTrips: tcpAndTls(c.tls) + ROUND_TRIPS, streams: UNLIMITED, most: 1, mostWaiting: 0, idleMs: c.idleTimeoutMs },
    headerBytes: c.headerBytes,
  }),
});
