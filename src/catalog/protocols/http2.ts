import * as z from "zod";
import { PLAIN } from "../../engine/plan";
import { choice, quantity, toggle } from "../fields";
import {
  bodyRatio,
  codingMsPerKb,
  envoyIdle,
  headerBytes,
  idleTimeoutMs,
  maxConnections,
  maxPending,
  tcpAndTls,
  tls,
} from "./connection-fields";
import { defineProtocol } from "./define";

export const http2 = defineProtocol({
  id: "http2",
  title: "HTTP/2 (gRPC)",
  label: "gRPC",
  docs: {
    summary: "Many calls share one connection, protobuf in the bodies; what a caller gives up, its callee stops.",
    models: [
      "One connection between two replicas, set up as for HTTP/1.1, with 100 calls on it at a time; more wait at the caller",
      "Messages on a connection arrive in order: one that is lost holds up all that were sent after it",
      "One connection for all calls of a caller (pick_first): it stays with a replica until that is gone",
      "Cancellation: a call that its caller gives up is stopped at the callee, with the calls made for it",
      "Deadlines: the callee knows what is left of the caller's time, over all tries and hops, and stops when it is over, whether news of it can arrive or not",
      "A caller whose process dies takes its calls back",
    ],
    simplifies: [
      "Sizes and times of encoding are assumptions to be edited: headers of 60 B after HPACK, bodies of two thirds of JSON, 500 MB/s",
      "Replicas are drawn at random rather than in turn, with a connection to each (gRPC's round_robin)",
      "News that cannot cross a cut link leaves when it heals",
    ],
    ignores: ["Streaming calls, flow control and priorities", "Keep-alive pings and GOAWAY", "gRPC's back-off between attempts to connect"],
    sources: ["RFC 9113, sections 5.1.2 and 6.5.2", "gRPC docs: Cancellation, Deadlines, Performance Best Practices", "RFC 7541 (HPACK)"],
  },
  schema: z.strictObject({
    type: z.literal("http2"),
    tls: tls(true),
    maxStreams: quantity({
      title: "Calls per connection",
      default: 100,
      min: 1,
      max: 1_000_000,
      integer: true,
      help: "At a time (SETTINGS_MAX_CONCURRENT_STREAMS).",
      presets: [
        { label: "Least advised", value: 100, source: "RFC 9113, section 6.5.2" },
        { label: "nginx default", value: 128, source: "nginx docs, http2_max_concurrent_streams" },
      ],
    }),
    picks: choice({
      title: "Connects",
      options: { each: "To each replica", first: "To one replica, and stays" },
      default: "each",
      help: "Where no balancer that knows HTTP/2 stands between: gRPC's round_robin, or its pick_first and any balancer of connections alone, as a Kubernetes Service is.",
      presets: [{ label: "gRPC default", value: "first", source: "gRPC docs, Custom Load Balancing Policies: pick_first" }],
    }),
    maxConnections: maxConnections(1),
    maxPending: maxPending(0),
    idleTimeoutMs: idleTimeoutMs(1_800_000, [
      { label: "gRPC default", value: 1_800_000, source: "grpc-go WithIdleTimeout, grpc-java ManagedChannelBuilder.idleTimeout" },
      envoyIdle,
    ]),
    cancels: toggle({
      title: "Cancellation",
      default: true,
      live: true,
      help: "A caller that gives up tells the callee, which stops (gRPC).",
    }),
    deadlines: toggle({
      title: "Deadlines",
      default: true,
      live: true,
      help: "The caller's time limit goes with the call: with cancellation the callee stops by itself, even behind a cut.",
    }),
    headerBytes: headerBytes(60, "Of each request and answer, compressed; counts where bandwidth is limited. An assumption."),
    bodyRatio: bodyRatio(0.67, "Protobuf against JSON; counts where bandwidth is limited. An assumption."),
    codingMsPerKb: codingMsPerKb(0.002, "To write or read a body as protobuf, at either end. An assumption: 500 MB/s."),
  }),
  plan: (c) => ({
    ...PLAIN,
    connections: {
      roundTrips: tcpAndTls(c.tls),
      streams: c.maxStreams,
      most: c.maxConnections,
      mostWaiting: c.maxPending,
      idleMs: c.idleTimeoutMs,
    },
    headerBytes: c.headerBytes,
    bodyRatio: c.bodyRatio,
    codingMsPerKb: c.codingMsPerKb,
    cancels: c.cancels,
    deadlines: c.deadlines,
    sticks: c.picks === "first",
  }),
});
