import { ringShares } from "./haproxy-ring";

/** A configuration of the kind that stands for the proxy, and the weights of the links to its servers. */
export interface ProxySettings {
  readonly kind: "load-balancer" | "api-gateway";
  readonly config: Readonly<Record<string, unknown>>;
  readonly weights: readonly number[];
  /**
   * What decides where a request goes. In turn: nothing but its number. By load: how many requests each server has at
   * that instant, so that a millisecond sends it elsewhere and all that follows with it. By chance: a draw, and the
   * model's draws are not the proxy's.
   */
  readonly decidedBy: "turn" | "load" | "chance";
}

const SECOND = 1000;
type Algorithm = "round-robin" | "least-connections" | "two-choices" | "two-draws";
const DECIDED: Readonly<Record<Algorithm, ProxySettings["decidedBy"]>> = {
  "round-robin": "turn",
  "least-connections": "load",
  "two-choices": "chance",
  "two-draws": "chance",
};

/** Reads a proxy's own configuration file into the terms of the model; nothing is set by hand per case. */
export function proxySettings(software: string, text: string, servers: number): ProxySettings {
  return software === "nginx" ? nginx(text, servers) : haproxy(text, servers);
}

/** Defaults as nginx documents them: max_fails=1 fail_timeout=10s, proxy_next_upstream error timeout. */
function nginx(text: string, servers: number): ProxySettings {
  const algorithm: Algorithm = /\brandom two least_conn;/.test(text)
    ? "two-choices"
    : /\bleast_conn;/.test(text)
      ? "least-connections"
      : "round-robin";
  const next = !/proxy_next_upstream off/.test(text);
  if (/limit_req zone/.test(text)) return limiting(text, servers);
  return {
    kind: "load-balancer",
    config: {
      algorithm,
      healthCheck: { enabled: false },
      passiveCheck: { maxFails: setting(text, /max_fails=(\d+)/, 1), failTimeoutMs: SECOND * setting(text, /fail_timeout=(\d+)s/, 10) },
      retryOn: "late",
      redispatches: next ? servers - 1 : 0,
    },
    weights: new Array(servers).fill(1),
    decidedBy: DECIDED[algorithm],
  };
}

/** A proxy that limits the rate: burst 0 and no delay of its own are nginx's defaults; nodelay delays nobody within the burst. */
function limiting(text: string, servers: number): ProxySettings {
  const burst = setting(text, /limit_req zone=\w+ burst=(\d+)/, 0);
  const delayAfter = /\bnodelay;/.test(text) ? burst : 0;
  return {
    kind: "api-gateway",
    config: {
      slots: 100_000,
      overhead: { type: "constant", valueMs: 0 },
      rateLimit: { type: "leaky-bucket", ratePerSecond: setting(text, /rate=(\d+)r\/s/, 0), burst, delayAfter },
    },
    weights: new Array(servers).fill(1),
    decidedBy: "turn",
  };
}

/**
 * Defaults as HAProxy documents them: retries 3, no redispatch, the turn-around of one second or the connect timeout.
 * With `option redispatch` a round robin goes on to another server at once (src/backend.c, stream_choose_redispatch);
 * other algorithms do so at the last retry, or at every one if told so.
 */
function haproxy(text: string, servers: number): ProxySettings {
  const random = /balance random\(2\)/.test(text);
  const algorithm: Algorithm = random ? "two-draws" : /balance leastconn/.test(text) ? "least-connections" : "round-robin";
  const retries = setting(text, /^\s*retries (\d+)/m, 3);
  const redispatch = /option redispatch/.test(text);
  const atOnce = algorithm === "round-robin" || /option redispatch 1\b/.test(text);
  const redispatches = redispatch ? (atOnce ? retries : Math.min(retries, 1)) : 0;
  const maxRequests = setting(text, /^\s*server s0 .* maxconn (\d+)/m, 0);
  const check = /check inter (\d+)s fall (\d+) rise (\d+)/.exec(text);
  return {
    kind: "load-balancer",
    config: {
      algorithm,
      perHost: { maxRequests, queueLimit: 10_000_000, queueTimeoutMs: setting(text, /timeout queue (\d+)ms/, 0) },
      healthCheck:
        check === null
          ? { enabled: false }
          : { enabled: true, intervalMs: SECOND * Number(check[1]), fall: Number(check[2]), rise: Number(check[3]) },
      sameHostRetries: retries - redispatches,
      retryPauseMs: Math.min(SECOND, SECOND * setting(text, /timeout connect (\d+)s/, 1)),
      redispatches,
    },
    weights: random ? ringShares(servers) : new Array(servers).fill(1),
    decidedBy: DECIDED[algorithm],
  };
}

function setting(text: string, pattern: RegExp, otherwise: number): number {
  const found = pattern.exec(text);
  return found === null ? otherwise : Number(found[1]);
}
