import { describe, expect, it } from "vitest";
import { build, exponentialServer, poisson } from "../../testing/build";
import { playedRecord } from "../../testing/drill-records";
import { withDrill } from "../../testing/drills";
import { readXml, type XmlElement } from "../../testing/xml";
import { parseTopology } from "../../topology/parse";
import { topologySchema } from "../../topology/schema";
import { reportFormats } from "./registry";

const shop = build({
  nodes: { users: poisson(100, [{ name: "checkout" }]), web: exponentialServer(10, 4, { replicas: 2 }) },
  links: [["users", "web", {}, { timeout: { perTryMs: 500 } }]],
});
const crash = { id: "kill", type: "crash", target: { type: "node", id: "web" }, startMs: 0, durationMs: 2000 };
const kill = {
  title: "Kill web",
  hypothesis: ["errors < 1%", "p99(checkout) < 300ms", "errors < 50% during"],
  method: { faults: [crash] },
};
const formats = Object.entries(reportFormats);

const deviated = playedRecord(withDrill(shop, kill));
const held = playedRecord(withDrill(shop, { ...kill, hypothesis: ["errors < 1%"] }));
const invalid = playedRecord(withDrill(shop, { ...kill, hypothesis: ["throughput > 900/s", "errors < 50% during"] }));
const seeds = playedRecord(withDrill(shop, kill), 4);
const long = { ...crash, durationMs: 20_000 };
const calledOff = playedRecord(
  withDrill(shop, {
    hypothesis: ["errors < 1%"],
    method: { faults: [long, { ...long, id: "late", startMs: 15_000, durationMs: 1000 }] },
    stop: [{ objective: "errors < 50%", forMs: 1000 }],
  }),
);
const played = { deviated, held, invalid, seeds, calledOff };

/** What a reader of the page reads. */
const page = (record: typeof held) => readXml(reportFormats.html.write(record));
const cellsOf = (row: XmlElement) => row.children.map((cell) => cell.words().trim());
const tables = (record: typeof held) =>
  page(record)
    .all("table")
    .map((table) => table.all("tr").map(cellsOf));

describe.each(formats)("a report as %s", (_, { write }) => {
  it("is the same, byte for byte, for the same document and seed", () => {
    expect(write(playedRecord(withDrill(shop, kill)))).toBe(write(deviated));
    expect(write(playedRecord(withDrill({ ...shop, run: { ...shop.run, seed: 2 } }, kill)))).not.toBe(write(deviated));
  });

  it("says the verdict, the seed's run hash, the version and what to type", () => {
    for (const record of Object.values(played)) {
      const text = write(record);
      expect(text).toContain(record.run.runHash);
      expect(text).toContain("1.2.3");
      expect(text).toContain(record.reproduce.command);
    }
  });

  it("can be written again from the JSON report", () => {
    for (const record of Object.values(played)) expect(write(JSON.parse(reportFormats.json.write(record)))).toBe(write(record));
  });
});

describe("what a report tells", () => {
  it("verdict and key figures of one run", () => {
    const [verdict] = page(deviated)
      .all("p")
      .filter(({ attributes }) => attributes.class?.startsWith("verdict"));
    expect(verdict.attributes.class).toBe("verdict deviated");
    expect(verdict.words()).toMatch(/errors < 50% during the method: 100 %/);
    const figures = page(deviated)
      .all("dl")[0]
      .all("div")
      .map((one) => one.children.map(({ text }) => text));
    expect(figures.map(([label]) => label)).toEqual(["Time to detect", "Time to recover", "Requests lost", "Felt by"]);
    expect(figures[2][1]).toBe(String(deviated.run.drill.lost.total));
  });

  it("every objective with each of its windows, as the judge has it", () => {
    const rows =
      tables(deviated)
        .find(([head]) => head.includes("Measured"))
        ?.slice(1) ?? [];
    const probes = deviated.run.drill.objectives.flatMap((objective) => objective.probes.map(({ span, verdict }) => [span, verdict]));
    expect(rows.map((row) => [row[1], row[3]])).toEqual(probes);
  });

  it("requests lost by reason, which add up", () => {
    const rows =
      tables(deviated)
        .find(([head]) => head[0] === "Reason")
        ?.slice(1) ?? [];
    const count = (row: string[]) => Number(row[1].replaceAll(",", ""));
    expect(rows.slice(0, -1).reduce((sum, row) => sum + count(row), 0)).toBe(count(rows[rows.length - 1]));
    expect(count(rows[rows.length - 1])).toBe(deviated.run.drill.lost.total);
  });

  it("phases with what was answered and failed, which add up to the run's requests", () => {
    const rows =
      tables(held)
        .find(([head]) => head[0] === "Phase")
        ?.slice(1) ?? [];
    expect(rows.map(([name]) => name)).toEqual(["Steady state", "Method", "Recovery", "Judged again"]);
    const failed = rows.reduce((sum, row) => sum + Number(row[4]), 0);
    expect(failed).toBe(held.run.requests.failed);
  });

  it("the method's share of failed requests as an objective during the method has it", () => {
    const ofPhase = tables(deviated).find(([head]) => head[0] === "Phase")?.[2];
    const ofObjective = tables(deviated)
      .find(([head]) => head[0] === "Objective" && head.includes("Measured"))
      ?.find((row) => row[1] === "during");
    expect(ofPhase?.[5]).toBe(ofObjective?.[2]);
  });

  it("who felt it, and in the picture who was hit", () => {
    const rows =
      tables(held)
        .find(([head]) => head[0] === "Who")
        ?.slice(1) ?? [];
    expect(rows.map(([who]) => who).filter(Boolean)).toEqual(["checkout", "users", "web"]);
    expect(
      page(held)
        .all("rect")
        .filter(({ attributes }) => attributes.class === "fy-node fy-hit"),
    ).toHaveLength(1);
  });

  it("charts with the method shaded, and words for those who cannot see them", () => {
    const charts = page(held)
      .all("svg")
      .filter(({ attributes }) => attributes.class === "chart");
    expect(charts.map(({ attributes }) => attributes["aria-label"]?.split(":")[0])).toEqual(["Timeline", "Latency of answers", "Requests"]);
    for (const chart of charts.slice(1)) expect(chart.all("rect").filter(({ attributes }) => attributes.class === "shade")).toHaveLength(1);
    for (const line of charts.flatMap((chart) => chart.all("path"))) expect(line.attributes.d).not.toMatch(/NaN|Infinity/);
    // The crash shows as a rise of failures from nothing.
    expect(charts[2].attributes["aria-label"]).toMatch(/failed from 0 \/s to \d{2,3} \/s/);
  });

  it("faults that the document has of its own, beside those of the method", () => {
    const slow = { id: "slow", type: "slow", target: { type: "node", id: "web" }, startMs: 500, durationMs: 300 };
    const record = playedRecord(withDrill(topologySchema.parse({ ...shop, faults: [slow] }), kill));
    expect(page(record).words()).toContain("Beside the method, 1 fault of the document's own");
    const [timeline] = page(record)
      .all("svg")
      .filter(({ attributes }) => attributes.class === "chart");
    expect(timeline.attributes["aria-label"]).toMatch(/slow.*\(the document's own\) from 0.5 s to 0.8 s/);
    expect(page(held).words()).not.toContain("Beside the method");
  });

  it("what the drill and the document say of themselves, paragraph by paragraph", () => {
    const record = playedRecord(
      withDrill(topologySchema.parse({ ...shop, description: "A shop.\n\nSource: a paper." }), { ...kill, description: "Why?\nTo learn." }),
    );
    const said = page(record)
      .all("p")
      .map(({ text }) => text);
    for (const one of ["Why?", "To learn.", "A shop.", "Source: a paper."]) expect(said).toContain(one);
  });

  it("an invalid drill: that nothing was broken, and what was never looked at", () => {
    expect(page(invalid).words()).toMatch(/It did not, and so the drill ended there/);
    expect(tables(invalid).find(([head]) => head[0] === "Step")?.[1]).toEqual(["crash", "web", "never begun", ""]);
    expect(tables(invalid).some(([head]) => head[0] === "Reason")).toBe(false);
  });

  it("a method that was called off, and what it never came to", () => {
    expect(calledOff.run.drill.stopped).not.toBeNull();
    expect(page(calledOff).words()).toContain('"errors < 50%" had been missed for too long');
    expect(
      tables(calledOff)
        .find(([head]) => head[0] === "Step")
        ?.slice(1)
        .map((row) => row[2]),
    ).toEqual(["7 s", "never begun"]);
  });

  it("over seeds: in how many it holds, its figures with intervals, every seed with its hash", () => {
    const words = page(seeds).words();
    expect(words).toContain("Holds in 0 of 4 seeds, deviates in 4.");
    expect(words).toContain(seeds.run.drill.words);
    const rows =
      tables(seeds)
        .find(([head]) => head.includes("Holds in"))
        ?.slice(1) ?? [];
    expect(rows.map((row) => row[2])).toEqual(["4 of 4", "4 of 4", "4 of 4", "4 of 4", "0 of 4"]);
    expect(rows[2][4]).toMatch(/^[\d.]+ ms to [\d.]+ ms$/);
    const hashes =
      tables(seeds)
        .find(([head]) => head[0] === "Seed")
        ?.slice(1) ?? [];
    expect(hashes.map(([seed, , hash]) => [Number(seed), hash])).toEqual(seeds.seeds?.runs.map(({ seed, runHash }) => [seed, runHash]));
    expect(seeds.reproduce.command).toMatch(/--seed 1 --replications 4$/);
  });

  it("the document, which runs to the same hash", () => {
    const embedded = page(deviated).all("pre").at(-1)?.text ?? "";
    const parsed = parseTopology(embedded);
    if (!parsed.ok) throw new Error("refused");
    expect(playedRecord(parsed.value.topology).run.runHash).toBe(deviated.run.runHash);
    const [link] = page(deviated).all("a");
    expect(decodeURIComponent(link.attributes.href.split(",").slice(1).join(","))).toBe(embedded);
  });
});

describe("a report takes names for words, never for markup", () => {
  const evil = `</title><script>alert(1)</script><img src=x onerror="alert('2')">|&amp;\`\`\` [x](javascript:1) @you \u0000`;
  const [users, web] = shop.nodes;
  const nodes = [users, { ...web, name: evil.slice(0, 80) }];
  const operations = [{ name: "pay <b>|`" }];
  const clients = { ...users, config: { ...users.config, operations } };
  const hostile = playedRecord(
    withDrill(topologySchema.parse({ ...shop, name: evil.slice(0, 120), nodes: [clients, nodes[1]] }), {
      ...kill,
      title: evil.slice(0, 120),
      description: evil.repeat(3),
      hypothesis: ["errors < 1%", 'p99("pay <b>|`") < 300ms'],
    }),
  );

  it("in the page", () => {
    const html = page(hostile);
    expect([...html.all("script"), ...html.all("img"), ...html.all("b")]).toEqual([]);
    expect(html.all("h1")[0].text).toContain("<script>alert(1)</script>");
    const addresses = html.all("a").map(({ attributes }) => attributes.href.slice(0, 22));
    expect(addresses).toEqual(["data:application/json;"]);
  });

  it("in Markdown: no tag, no link, no mention, and every row with as many cells as its head", () => {
    const text = reportFormats.markdown.write(hostile);
    const [prose] = text.split("<details>");
    const bare = prose.replace(/^```[\s\S]*?^```$/gm, "").replace(/(?<!\\)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
    expect(bare).not.toMatch(/(?<!\\)<|(?<!\\)\[|@[a-z]/);
    const rows = prose.split("\n").filter((line) => line.startsWith("| "));
    const cells = (line: string) => line.replaceAll(/\\\|/g, "").split("|").length;
    for (const [i, row] of rows.entries())
      if (i > 0 && !row.includes("---") && !rows[i - 1].includes("---")) expect([cells(rows[i - 1]), cells(row)]).toContain(cells(row));
    // The fence of the document is longer than any run of backticks within it.
    const fence = /^(`{3,})json$/m.exec(text)?.[1] ?? "";
    expect(fence.length).toBeGreaterThan(3);
    expect(text.split("\n").filter((line) => line === fence)).toHaveLength(1);
  });

  it("in JUnit's XML and in JSON", () => {
    const suite = readXml(reportFormats.junit.write(hostile)).all("testsuite")[0];
    expect(suite.attributes.name).toContain("<script>");
    expect(suite.all("script")).toEqual([]);
    expect(JSON.parse(reportFormats.json.write(hostile)).topology.name).toBe(evil.slice(0, 120));
  });
});

describe("the page needs nothing but itself", () => {
  it.each(Object.entries(played))("no address, no script, no import: %s", (_, record) => {
    const html = page(record);
    for (const name of ["script", "link", "img", "iframe", "object", "embed", "base", "form"]) expect(html.all(name)).toEqual([]);
    const text = reportFormats.html
      .write(record)
      .replaceAll('xmlns="http://www.w3.org/2000/svg"', "")
      .replace(/href="data:[^"]*"/, "")
      .replace(/<pre>[\s\S]*?<\/pre>/g, "");
    expect(text).not.toMatch(/https?:|\ssrc=|@import|url\((?!#fy-arrow\))/);
    const [policy] = html.all("meta").filter(({ attributes }) => attributes["http-equiv"] === "Content-Security-Policy");
    expect(policy.attributes.content).toContain("default-src 'none'");
  });

  it("has both themes, and a sheet for paper", () => {
    const [style] = page(held).all("style");
    expect(style.text).toContain("prefers-color-scheme: dark");
    expect(style.text).toContain("@media print");
  });
});
