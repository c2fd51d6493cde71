import { describe, expect, it } from "vitest";
import { type Migration, migrate } from "./migrations";
import { parseTopology } from "./parse";
import { linkSchema } from "./schema";

const chain: readonly Migration[] = [
  { from: 1, migrate: ({ title, ...rest }) => ({ ...rest, name: title }) },
  { from: 2, migrate: (document) => ({ ...document, nodes: document.parts ?? [] }) },
];

describe("version 2", () => {
  const first = (links: unknown) => ({ format: "faultyard-topology", version: 1, links });
  const link = { id: "l", from: "a", to: "b" };

  it("a link's transport becomes the protocol of the same name", () => {
    const config = { lossRatio: 0.1 };
    const links = [
      { ...link, config: { ...config, transport: "udp" } },
      { ...link, config: { ...config, transport: "tcp" } },
    ];
    expect(migrate(first(links)).links).toEqual([
      { ...link, config: { ...config, protocol: { type: "udp" } } },
      { ...link, config: { ...config, protocol: { type: "tcp" } } },
    ]);
  });

  it("a link that said nothing of it stays as it is, and speaks plain TCP as before", () => {
    const bare = { ...link, config: { lossRatio: 0.1 } };
    expect(migrate(first([link, bare]))).toEqual({ ...first([link, bare]), version: 2 });
    expect(linkSchema.parse(link).config.protocol).toEqual({ type: "tcp" });
  });

  it.each([undefined, null, 7, "x", {}, [null, 7, "x", []], [{ config: 7 }, { config: [] }, { config: null }]])(
    "foreign links do not trip it: %j",
    (links) => {
      expect(migrate(first(links)).links).toEqual(links);
    },
  );

  it("a document of version 1 opens", () => {
    const nodes = [
      { id: "a", kind: "client", position: { x: 0, y: 0 } },
      { id: "b", kind: "server", position: { x: 400, y: 0 } },
    ];
    const parsed = parseTopology(JSON.stringify({ ...first([{ ...link, config: { transport: "udp" } }]), nodes }));
    expect(parsed.ok && parsed.value.topology.links[0]?.config.protocol).toEqual({ type: "udp" });
  });
});

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
