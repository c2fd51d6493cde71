import { quantity, toggle } from "../fields";

/** TLS 1.3 takes one round trip (RFC 8446, section 2), TCP one before it (RFC 9293). */
export const tls = (encrypted: boolean) =>
  toggle({ title: "TLS", default: encrypted, help: "TLS 1.3 adds a round trip to setting a connection up." });
export const tcpAndTls = (encrypted: boolean) => (encrypted ? 2 : 1);

const envoyPool = "Envoy docs, cluster circuit breakers";

export const maxConnections = (fallback: number) =>
  quantity({
    title: "Connections",
    default: fallback,
    min: 1,
    max: 1_000_000,
    integer: true,
    help: "At most, from one replica to another.",
    presets: [{ label: "Envoy default", value: 1024, source: `${envoyPool}, max_connections` }],
  });

export const maxPending = (fallback: number) =>
  quantity({
    title: "Waiting calls",
    default: fallback,
    min: 0,
    max: 1_000_000,
    integer: true,
    help: "May wait for a connection; more are rejected. 0 is unlimited.",
    presets: [
      { label: "Envoy default", value: 1024, source: `${envoyPool}, max_pending_requests` },
      { label: "gRPC default", value: 0, source: "gRPC docs, Performance Best Practices: more calls queue on the client" },
    ],
  });

export const idleTimeoutMs = (fallback: number, presets: readonly { label: string; value: number; source: string }[]) =>
  quantity({
    title: "Idle timeout",
    unit: "ms",
    default: fallback,
    min: 0,
    max: 86_400_000,
    help: "An idle connection is closed after it; 0 is never.",
    presets,
  });
export const envoyIdle = { label: "Envoy default", value: 3_600_000, source: "Envoy docs, HttpProtocolOptions, idle_timeout" };

export const headerBytes = (fallback: number, help: string) =>
  quantity({ title: "Headers", unit: "B", default: fallback, min: 0, max: 1_000_000, live: true, help });

export const bodyRatio = (fallback: number, help: string) =>
  quantity({ title: "Body size", unit: "× JSON", default: fallback, min: 0, max: 10, live: true, help });

export const codingMsPerKb = (fallback: number, help: string) =>
  quantity({ title: "Encoding", unit: "ms per kB", default: fallback, min: 0, max: 1000, live: true, help });
