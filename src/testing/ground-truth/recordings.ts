import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** One request as it was measured. */
export interface Measured {
  /** When it was to be sent [ms]. */
  readonly atMs: number;
  /** What it needed of a server [ms]. */
  readonly needMs: number;
  /** HTTP status, or the error of the connection; "200" of a message that was consumed. */
  readonly code: string;
  readonly latencyMs: number;
  /** The server's name, such as s2; empty where none answered. */
  readonly server: string;
  /** What the sender was late, what the request waited at the server and what it was in work [ms]; NaN where unknown. */
  readonly lagMs: number;
  readonly waitMs: number;
  readonly workMs: number;
}

/** A measured run: how it was set up, and every request in the order of their times. */
export interface MeasuredRun {
  readonly id: string;
  readonly title: string;
  readonly setup: Setup;
  /** The proxy's configuration file; empty where there was no proxy. */
  readonly proxyConfig: string;
  readonly requests: readonly Measured[];
}

/** What the recordings' JSON says of a run, as far as it is read here. */
export interface Setup {
  readonly topology?: {
    readonly lb?: { readonly software: string };
    readonly servers: { readonly N: number; readonly c: number; readonly queue: string; readonly slowFactor?: readonly number[] };
  };
  readonly faults?: readonly { readonly at: number; readonly kind: string; readonly server: number }[];
  readonly config?: {
    readonly consumers?: number;
    readonly prefetch?: number;
    readonly queueArgs?: Readonly<Record<string, number | string>>;
    readonly outage?: { readonly from: number; readonly to: number } | null;
  };
  readonly runs: readonly {
    readonly trace?: string;
    readonly config?: string;
    readonly summary?: Readonly<Record<string, unknown>>;
  }[];
  readonly title: string;
}

/** Ids of the runs in a folder, in order. */
export function runIds(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^[a-h]_.*\.json$/.test(name))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

/** A run with its first trace; without requests where the folder holds no trace of it. */
export function readRun(folder: string, id: string): MeasuredRun {
  const setup = JSON.parse(readFileSync(join(folder, `${id}.json`), "utf8")) as Setup;
  const [first] = setup.runs;
  const trace = first.trace === undefined ? undefined : join(folder, first.trace);
  const requests = trace !== undefined && existsSync(trace) ? readTrace(gunzipSync(readFileSync(trace)).toString()) : [];
  return { id, title: setup.title, setup, proxyConfig: first.config ?? "", requests };
}

function readTrace(csv: string): Measured[] {
  const [header, ...lines] = csv.trim().split("\n");
  const names = header.split(",");
  return lines
    .map((line) => {
      const cells = line.split(",");
      const text = (name: string) => cells[names.indexOf(name)] ?? "";
      const number = (name: string) => (text(name) === "" ? Number.NaN : Number(text(name)));
      const atMs = number("t_ms");
      // Traces of a broker say when work on a message began and ended instead.
      const message = names.includes("end_ms");
      return {
        atMs,
        needMs: number("S_ms"),
        code: message ? "200" : text("code"),
        latencyMs: message ? number("end_ms") - atMs : number("lat_ms"),
        server: message ? `s${text("consumer")}` : text("srv"),
        lagMs: number("lag_ms"),
        waitMs: number("wait_ms"),
        workMs: number("act_ms"),
      };
    })
    .sort((a, b) => a.atMs - b.atMs);
}
