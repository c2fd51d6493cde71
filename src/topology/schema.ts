import * as z from "zod";
import { boundaries } from "../catalog/boundaries/registry";
import { described, quantity, text } from "../catalog/fields";
import { kinds } from "../catalog/kinds/definitions";
import { linkConfig } from "../catalog/link-config";
import { policiesSchema } from "../catalog/policies/definitions";
import { drillSchema, objectiveText } from "./drills/schema";
import { faultSchema, idSchema } from "./fault-schema";

export const FORMAT = "faultyard-topology";
export const CURRENT_VERSION = 2;

const finite = z.number().min(-1e7).max(1e7);
const point = z.strictObject({ x: finite, y: finite });
const size = z.strictObject({ width: z.number().min(40).max(1e6), height: z.number().min(40).max(1e6) });

const nodeSchemas = kinds.map((kind) =>
  z.strictObject({
    id: idSchema,
    kind: z.literal(kind.id),
    name: text({ title: "Name", default: kind.title, maxLength: 80 }),
    /** Top left corner on the canvas, absolute [px]. */
    position: point,
    /** The innermost boundary it lies in. */
    boundary: idSchema.optional(),
    /** Boundaries in which its replicas lie in turn, wherever the node is drawn; only of kinds that spread. */
    zones: z.array(idSchema).max(50).optional(),
    config: kind.config.prefault({}),
  }),
);
type NodeSchema = (typeof nodeSchemas)[number];
export const nodeSchema = z.discriminatedUnion("kind", nodeSchemas as [NodeSchema, ...NodeSchema[]]);

export const linkSchema = z.strictObject({
  id: idSchema,
  from: idSchema,
  to: idSchema,
  config: linkConfig.prefault({}),
  policies: policiesSchema.prefault({}),
});

const boundarySchemas = boundaries.map((boundary) =>
  z.strictObject({
    id: idSchema,
    kind: z.literal(boundary.id),
    name: text({ title: "Name", default: boundary.title, maxLength: 80 }),
    position: point,
    size,
    parent: idSchema.optional(),
    config: boundary.config.prefault({}),
  }),
);
type BoundarySchema = (typeof boundarySchemas)[number];
export const boundarySchema = z.discriminatedUnion("kind", boundarySchemas as [BoundarySchema, ...BoundarySchema[]]);

export const noteSchema = z.strictObject({
  id: idSchema,
  text: z.string().max(5000),
  position: point,
  size,
});

export const runSchema = z.strictObject({
  seed: quantity({ title: "Seed", default: 1, min: 0, max: 4_294_967_295, integer: true }),
  durationMs: quantity({ title: "Duration", unit: "ms", default: 60_000, min: 100, max: 86_400_000 }),
  warmUpMs: described(z.number().min(0).max(86_400_000).optional(), {
    title: "Warm-up",
    unit: "ms",
    help: "Left out of statistics; found by itself (MSER-5) when off.",
  }),
});

export const topologySchema = z.strictObject({
  $schema: z.string().max(300).optional(),
  format: z.literal(FORMAT),
  version: z.literal(CURRENT_VERSION),
  name: text({ title: "Name", default: "Untitled", maxLength: 120 }),
  description: z.string().max(5000).default(""),
  nodes: z.array(nodeSchema).max(20_000).default([]),
  links: z.array(linkSchema).max(10_000).default([]),
  boundaries: z.array(boundarySchema).max(500).default([]),
  notes: z.array(noteSchema).max(500).default([]),
  faults: z.array(faultSchema).max(1000).default([]),
  drills: z.array(drillSchema).max(100).default([]),
  /** What is to hold in every drill, beside the drill's own hypothesis. */
  objectives: described(z.array(objectiveText).max(50), { title: "Objectives" }).default([]),
  run: runSchema.prefault({}),
  view: z.strictObject({ x: finite, y: finite, zoom: z.number().min(0.05).max(8) }).optional(),
});

/** A validated document. Treat as immutable. */
export type Topology = z.infer<typeof topologySchema>;
/** `config` is the parsed configuration of the node's kind. */
export interface TopologyNode {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly position: { readonly x: number; readonly y: number };
  readonly boundary?: string | undefined;
  readonly zones?: readonly string[] | undefined;
  readonly config: Record<string, unknown>;
}
export type TopologyLink = z.infer<typeof linkSchema>;
export type TopologyBoundary = z.infer<typeof boundarySchema>;
export type TopologyNote = z.infer<typeof noteSchema>;
export { type FaultEntry, type FaultTarget, faultSchema, idSchema, type NodeTarget, targetSchema } from "./fault-schema";
