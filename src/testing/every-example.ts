import { type Example, examples } from "../topology/examples/registry";
import type { Topology } from "../topology/schema";

/** A document that the gallery offers. */
interface Offered {
  /** The example's id, with ".cure" for its cure. */
  readonly name: string;
  readonly example: Example;
  readonly isCure: boolean;
  readonly topology: Topology;
}

/** All documents in the order of the gallery's buttons: an example, then its cure. */
export async function everyExample(): Promise<Offered[]> {
  const loaded = examples.map(async (example) => {
    const { id, cure } = example;
    const offered: Offered[] = [{ name: id, example, isCure: false, topology: await example.load() }];
    if (cure !== undefined) offered.push({ name: `${id}.cure`, example, isCure: true, topology: await cure.load() });
    return offered;
  });
  return (await Promise.all(loaded)).flat();
}
