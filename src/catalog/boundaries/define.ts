import * as z from "zod";
import type { EntryDefinition } from "../define";
import { quantity } from "../fields";

/** A place that holds nodes and other boundaries: crossing its border takes time, and faults on it hit all inside. */
export interface BoundaryDefinition extends EntryDefinition {
  /** Stroke paths on a 24 x 24 grid. */
  readonly icon: readonly string[];
  readonly config: BoundaryConfig;
}

/** The fields of a boundary; kinds of boundaries differ in what is usual. */
export const boundaryConfig = (crossLatencyMs: number) =>
  z.strictObject({
    crossLatencyMs: quantity({
      title: "Latency across the border",
      unit: "ms",
      default: crossLatencyMs,
      min: 0,
      max: 10_000,
      live: true,
      help: "Added one way to every link that crosses this border; where several are crossed, the largest counts.",
    }),
    innerLatencyMs: quantity({
      title: "Latency inside",
      unit: "ms",
      default: 0,
      min: 0,
      max: 10_000,
      live: true,
      help: "Added one way to every link inside that crosses no smaller border.",
    }),
  });
export type BoundaryConfig = ReturnType<typeof boundaryConfig>;
