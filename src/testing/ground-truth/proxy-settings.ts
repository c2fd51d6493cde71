import { ringShares } from "./haproxy-ring";

/** A configuration of the load balancer, and the weights of the links to its servers. */
export interface ProxySettings {
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
  const algorithm: Algorithm = /\brandom two least_conn;/.test(text) ? "two-choices" : /\bleast_conn;/.test(text) ? "least-connections" : "round-robin";
  const next = !/proxy_next_upstream off/.test(text);
  return {
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
  const check = /check inter (\d+)s fall (\d+) rise (\d+)/.exec(text);
  return {
    config: {
      algorithm,
      healthCheck:
        check === null ? { enabled: false } : { enabled: true, intervalMs: SECOND * Number(check[1]), fall: Number(check[2]), rise: Number(check[3]) },
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
