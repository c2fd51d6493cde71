import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { markup } from "../../base/markup";
import { build, exponentialServer, poisson } from "../../testing/build";
import { readXml } from "../../testing/xml";
import { examples } from "../examples/registry";
import { topologySchema } from "../schema";
import { palettes } from "./palette";
import { topologyPicture } from "./picture";

const loaded = await Promise.all(examples.map(async ({ id, load }) => ({ id, topology: await load() })));
const shop = build({
  nodes: { users: poisson(10), web: exponentialServer(10, 4, { replicas: 3 }) },
  links: [["users", "web"]],
});

describe("a picture of a topology", () => {
  it.each(loaded)("shows every node, link and boundary of $id, and asks for nothing from outside", ({ topology }) => {
    const text = topologyPicture(topology, { theme: "auto" });
    const svg = readXml(text);
    expect(svg.all("path").filter((path) => path.attributes.class === "fy-link")).toHaveLength(topology.links.length);
    expect(svg.all("rect").filter((rect) => rect.attributes.class === "fy-node")).toHaveLength(topology.nodes.length);
    expect(svg.all("rect").filter((rect) => rect.attributes.class === "fy-zone")).toHaveLength(topology.boundaries.length);
    const titles = svg.all("title").map((title) => title.text);
    for (const { name } of topology.nodes) expect(titles.some((title) => title.startsWith(`${name}: `))).toBe(true);
    expect(text.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|href|@import|url\((?!#)/);
    expect(topologyPicture(topology, { theme: "auto" })).toBe(text);
  });

  it("holds all of it within its frame", () => {
    const [left, top, width, height] = (readXml(topologyPicture(shop, { theme: "light" })).attributes.viewBox ?? "").split(" ").map(Number);
    for (const { position } of shop.nodes) {
      expect(position.x).toBeGreaterThan(left);
      expect(position.y).toBeGreaterThan(top);
      expect(position.x + 168).toBeLessThan(left + width);
      expect(position.y + 92).toBeLessThan(top + height);
    }
  });

  it("draws one theme's colours, or both for the reader to choose", () => {
    const styles = (theme: "light" | "dark" | "auto") => topologyPicture(shop, { theme }).match(/<style>[^<]*/)?.[0] ?? "";
    expect(styles("light")).toContain(palettes.light.ink);
    expect(styles("light")).not.toContain(palettes.dark.ink);
    expect(styles("dark")).toContain(palettes.dark.ink);
    expect(styles("auto")).toContain("prefers-color-scheme: dark");
  });

  it("marks what a drill hits, in words beside the colour", () => {
    const svg = readXml(
      topologyPicture(shop, {
        theme: "light",
        marks: new Map([
          ["web", "hit"],
          ["users", "felt"],
        ] as const),
      }),
    );
    expect(
      svg
        .all("text")
        .filter(({ attributes }) => attributes.class?.startsWith("fy-mark"))
        .map(({ text }) => text),
    ).toEqual(["felt", "hit"]);
    expect(svg.all("rect").map((rect) => rect.attributes.class)).toContain("fy-node fy-hit");
  });

  it("a square per replica, a number where they would be too many", () => {
    const pips = (replicas: number) => {
      const [users, web] = shop.nodes;
      const svg = readXml(
        topologyPicture({ ...shop, nodes: [users, { ...web, config: { ...web.config, replicas } } as typeof web] }, { theme: "light" }),
      );
      return [svg.all("rect").filter((rect) => rect.attributes.class === "fy-pip").length, svg.words().includes("40 replicas")];
    };
    expect(pips(3)).toEqual([3, false]);
    expect(pips(40)).toEqual([0, true]);
  });

  it("takes names for words, never for markup, and cuts them where they do not fit", () => {
    const evil = `</text><script>alert("1")</script>&amp; \u0000\uD800`;
    const [users, web] = shop.nodes;
    const boundaries = [{ id: "b", kind: "zone", name: evil.slice(0, 80), position: { x: 0, y: 0 }, size: { width: 200, height: 200 } }];
    const notes = [{ id: "n", text: evil.repeat(20), position: { x: 0, y: 400 }, size: { width: 200, height: 96 } }];
    const topology = topologySchema.parse({ ...shop, name: evil, nodes: [{ ...users, name: evil }, web], boundaries, notes });
    const svg = readXml(topologyPicture(topology, { theme: "light" }));
    expect(svg.all("script")).toEqual([]);
    expect(svg.all("text").some(({ text }) => text.endsWith("…"))).toBe(true);
    expect(svg.all("title").some(({ text }) => text.includes('<script>alert("1")</script>&amp; \uFFFD\uFFFD'))).toBe(true);
  });

  it("an empty document is a picture too", () => {
    expect(readXml(topologyPicture(topologySchema.parse({ ...shop, nodes: [], links: [] }), { theme: "dark" })).name).toBe("svg");
  });

  it("has the page's own colours", () => {
    const css = readFileSync(join(import.meta.dirname, "../../app/design/tokens.css"), "utf8");
    const [dark, light] = css
      .split("}")
      .map((rule) => Object.fromEntries([...rule.matchAll(/--([\w-]+): (#\w+);/g)].map(([, name, colour]) => [name, colour])));
    expect(dark).toMatchObject(palettes.dark);
    expect(light).toMatchObject(palettes.light);
  });
});

it("markup escapes what would end a text or an attribute", () => {
  expect(markup(`<a b="c" d='e'>&`)).toBe("&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
  expect(markup("tab\tline\nface 😀 \u0001")).toBe("tab\tline\nface 😀 \uFFFD");
});
