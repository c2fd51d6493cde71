import * as z from "zod";
import { PLAIN } from "../../engine/plan";
import { toggle } from "../fields";
import { codingMsPerKb, envoyIdle, headerBytes, idleTimeoutMs, maxConnections, maxPending, tcpAndTls, tls } from "./connection-fields";
import { defineProtocol } from "./define";

export const http1 = defineProtocol({
  id: "http1",
  title: "HTTP/1.1 (REST)",
  label: "HTTP/1.1",
  docs: {
    summary: "A pool of connections that are kept alive, each with one call at a time, and JSON in the bodies.",
    models: [
      "A new connection: a round trip for TCP, one for TLS 1.3, then the request; the one used last is used first",
      "Calls wait for a connection once the pool is full, and are rejected once too many wait",
      "A caller that gives up hangs up: its next call needs another connection",
      "Connections die with either process: idle ones are gone one way later, a request that meets the new process is reset",
      "A connection that cannot be made fails every call that waits for one, as in Envoy",
    ],
    simplifies: [
      "Sizes and times of encoding are assumptions to be edited: 700 B of headers (SPDY whitepaper: 700 to 800), 100 MB/s of JSON",
      "The callee encodes and decodes in its slot; the caller's share delays the call and takes no slot",
      "Envoy's limits hold for all hosts of a cluster, these for each pair of replicas",
    ],
    ignores: ["TLS resumption and 0-RTT", "Pipelining", "A connect timeout of its own"],
    sources: [
      "RFC 9112, sections 9.3 and 9.4",
      "RFC 8446",
      "Linux ip-sysctl, tcp_syn_retries",
      "Envoy docs, Connection pooling",
      "The SPDY whitepaper, Chromium",
    ],
  },
  schema: z.strictObject({
    type: z.literal("http1"),
    tls: tls(true),
    maxConnections: maxConnections(1024),
    maxPending: maxPending(1024),
    idleTimeoutMs: idleTimeoutMs(3_600_000, [
      envoyIdle,
      { label: "Go default", value: 90_000, source: "Go net/http, DefaultTransport.IdleConnTimeout" },
      { label: "nginx default", value: 60_000, source: "nginx docs, upstream keepalive_timeout" },
    ]),
    cancels: toggle({
      title: "Cancellation",
      default: false,
      live: true,
      help: "The callee stops when its caller hangs up, as Go's net/http does.",
    }),
    headerBytes: headerBytes(700, "Of each request and answer; counts where bandwidth is limited."),
    codingMsPerKb: codingMsPerKb(0.01, "To write or read a body as JSON, at either end. An assumption: 100 MB/s."),
  }),
  plan: (c) => ({
    ...PLAIN,
    connections: { roundTrips: tcpAndTls(c.tls), streams: 1, most: c.maxConnections, mostWaiting: c.maxPending, idleMs: c.idleTimeoutMs },
    headerBytes: c.headerBytes,
    codingMsPerKb: c.codingMsPerKb,
    cancels: c.cancels,
  }),
});
