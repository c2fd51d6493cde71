import { expect, it } from "vitest";
import { run } from "../testing/build";
import { everyExample } from "../testing/every-example";
import { goldenHashes } from "../testing/golden-hashes";

it("every worked example comes to the hash that is written down", { timeout: 120_000 }, async () => {
  const found: Record<string, string> = {};
  for (const { name, topology } of await everyExample()) found[name] = run(topology).runHash;
  expect(found).toEqual(goldenHashes);
});
