import type { Mark } from "../../topology/picture/picture";
import type { Topology } from "../../topology/schema";
import type { DrillVerdict } from "../drill/report";

/** A report as a reader meets it, whatever it is printed as. All texts are plain: each format escapes what it has to. */
export type Block =
  | { readonly type: "title"; readonly text: string; readonly under: string }
  | { readonly type: "heading"; readonly text: string }
  | { readonly type: "verdict"; readonly verdict: DrillVerdict; readonly text: string }
  | { readonly type: "figures"; readonly figures: readonly { readonly label: string; readonly value: string }[] }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "table"; readonly head: readonly Column[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly type: "timeline"; readonly timeline: Timeline }
  | { readonly type: "chart"; readonly chart: Chart }
  | { readonly type: "picture"; readonly topology: Topology; readonly marks: ReadonlyMap<string, Mark> }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "file"; readonly name: string; readonly text: string };

export type Column = string | { readonly number: string };
/** `code` is written as it is typed; a verdict has its colour. */
export type Cell = string | { readonly code: string } | { readonly verdict: DrillVerdict | null };

export interface Span {
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
}
export interface Moment {
  readonly label: string;
  readonly atMs: number;
}

/** Stretches of the run, one row each. */
export interface Timeline {
  readonly endMs: number;
  readonly phases: readonly Span[];
  readonly steps: readonly Span[];
  readonly moments: readonly Moment[];
}

export interface Chart {
  readonly title: string;
  readonly unit: "ms" | "/s" | "";
  readonly endMs: number;
  /** Each window's start and end [ms]. */
  readonly fromMs: readonly number[];
  readonly toMs: readonly number[];
  readonly lines: readonly { readonly label: string; readonly look: Look; readonly values: readonly (number | null)[] }[];
  /** Something of the method acts. */
  readonly spans: readonly Span[];
}
/** Lines differ in more than their colour. */
export type Look = "good" | "plain" | "high" | "bad" | "other";
