import * as z from "zod";
import { behaviourOf } from "../behaviours";
import { described, type FieldMeta } from "../fields";
import type { BindEviction, Eviction, EvictionView } from "./define";
import { fifo } from "./fifo/definition";
import { lfu } from "./lfu/definition";
import { lru } from "./lru/definition";
import { random } from "./random/definition";
import { sampledLru } from "./sampled-lru/definition";

/** Every way to choose who leaves a full cache, one line each. Whoever binds one loads them with its own (`leaningOn`). */
export const evictions = [lru, sampledLru, lfu, fifo, random] as const;

type Schema = (typeof evictions)[number]["schema"];

const evictionSchema = z.discriminatedUnion("type", evictions.map((entry) => entry.schema) as unknown as [Schema, ...Schema[]]);
export type EvictionConfig = z.infer<Schema>;

/** A field that takes any of them. */
export function evictionField(field: FieldMeta) {
  const labels = Object.fromEntries(evictions.map(({ id, title }) => [id, title]));
  return described(evictionSchema.prefault({ type: "lru" }), { ...field, labels });
}

/** Binds the eviction that a configuration asks for. */
export function bindEviction(config: EvictionConfig, view: EvictionView): Eviction {
  const entry = evictions.find(({ id }) => id === config.type);
  if (entry === undefined) throw new Error(`No eviction is called "${config.type}".`);
  return (behaviourOf(entry as never) as BindEviction<EvictionConfig>)(config, view);
}
