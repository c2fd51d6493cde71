import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentArbitrary, topologyArbitrary } from "../testing/arbitraries";
import { sampleDocument } from "../testing/sample";
import { checkTopology } from "./check";
import { exportTopology } from "./export";
import { parseTopology } from "./parse";
import { type Topology, topologySchema } from "./schema";
import { decodeShare, encodeShare } from "./share";

function reopened(text: string): Topology {
  const parsed = parseTopology(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value.topology;
}

describe("export", () => {
  it("then import is the identity, for any document", () => {
    fc.assert(
      fc.property(documentArbitrary, (topology) => {
        const text = exportTopology(topology);
        expect(reopened(text)).toEqual(topology);
        expect(exportTopology(reopened(text))).toBe(text);
      }),
      { numRuns: 60 },
    );
  }, 30_000);

  it("writes the same bytes whatever order edits left the fields in", () => {
    const topology = topologySchema.parse(sampleDocument());
    const shuffled = Object.fromEntries(Object.entries(topology).reverse()) as Topology;
    expect(exportTopology(shuffled)).toBe(exportTopology(topology));
    expect(exportTopology(topology)).toMatch(/^\{\n {2}"format": "faultyard-topology",\n {2}"version": 2,[\s\S]*\}\n$/);
  });

  it("is also the identity by way of a link", async () => {
    await fc.assert(
      fc.asyncProperty(topologyArbitrary, async (topology) => {
        const link = await encodeShare(topology, "https://example.org/");
        expect(link.ok).toBe(true);
        const text = await decodeShare(new URL(link.ok ? link.value : "").hash);
        expect(text.ok && reopened(text.value)).toEqual(topology);
      }),
      { numRuns: 30 },
    );
  });
});

describe("random documents", () => {
  it("are sound", () => {
    fc.assert(
      fc.property(topologyArbitrary, (topology) => {
        expect(checkTopology(topology).filter(({ severity }) => severity === "error")).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
