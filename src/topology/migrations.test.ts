import { describe, expect, it } from "vitest";
import { type Migration, migrate } from "./migrations";

const chain: readonly Migration[] = [
  { from: 1, migrate: ({ title, ...rest }) => ({ ...rest, name: title }) },
  { from: 2, migrate: (document) => ({ ...document, nodes: document.parts ?? [] }) },
];

describe("migrations", () => {
  it("walk an old document up one version at a time", () => {
    expect(migrate({ version: 1, title: "Shop", parts: [1] }, chain, 3)).toEqual({
      version: 3,
      name: "Shop",
      parts: [1],
      nodes: [1],
    });
  });

  it("leave a current document as it is", () => {
    const document = { version: 3, title: "kept" };
    expect(migrate(document, chain, 3)).toBe(document);
  });

  it("fail loudly when a link of the chain is missing", () => {
    expect(() => migrate({ version: 1 }, chain.slice(1), 3)).toThrow("No migration leads from version 1.");
  });
});
