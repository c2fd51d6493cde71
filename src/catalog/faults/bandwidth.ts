import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const BYTES_PER_MS = 125;

const params = z.strictObject({
  mbitPerSecond: quantity({ title: "Left", unit: "Mbit/s", default: 1, above: 0, max: 100_000 }),
});
type Params = z.infer<typeof params>;

export const bandwidth = {
  id: "bandwidth",
  title: "Narrow bandwidth",
  group: "network",
  targets: ["link", "boundary", "all"],
  directed: true,
  params,
  docs: {
    summary: "No more than this much gets through each way; bytes leave in order.",
    models: ["Messages wait behind one another, as on the link's own bandwidth; the narrower of the two counts"],
    ignores: ["Dropped packets where the line is full"],
    sources: ["tc-tbf(8)", "Toxiproxy, bandwidth"],
  },
  label: ({ mbitPerSecond }: Params) => `${mbitPerSecond} Mbit/s`,
  scaled: ({ mbitPerSecond }: Params, strength: number) => ({ mbitPerSecond: mbitPerSecond / strength }),
  contribute: (surface, scope, { mbitPerSecond }: Params) => {
    for (const way of scope.ways) surface.narrow(way, mbitPerSecond * BYTES_PER_MS);
  },
} satisfies FaultDefinition;
