import { expect, it } from "vitest";
import { run } from "../testing/build";
import { goldenHashes } from "../testing/golden-hashes";
import { examples } from "../topology/examples/registry";

it("every worked example comes to the hash that is written down", { timeout: 120_000 }, async () => {
  const found: Record<string, string> = {};
  for (const example of examples) found[example.id] = run(await example.load()).runHash;
  expect(found).toEqual(goldenHashes);
});
