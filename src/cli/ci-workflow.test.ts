import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exponentialServer, poisson, build as topology } from "../testing/build";
import { docPage, fencedBlocks } from "../testing/doc-page";
import { shellSteps } from "../testing/workflow";
import { readXml } from "../testing/xml";
import { exportTopology } from "../topology/export";
import { topologySchema } from "../topology/schema";

const { runs, env } = shellSteps(fencedBlocks(docPage("drills-in-ci.md"), "yaml")[0]);
// What the reference shows of a document: its drill and objectives.
const shown = JSON.parse(fencedBlocks(docPage("drills.md"), "json")[0]);
let folder = "";

/** A shop for the drill of the reference: a dead replica is found out soon. */
function shop(): string {
  const { nodes, links, ...rest } = topology({
    nodes: {
      users: poisson(50, [{ name: "checkout" }]),
      lb: ["load-balancer", { healthCheck: { enabled: true, intervalMs: 50 } }],
      web: exponentialServer(10, 4, { replicas: 3 }),
    },
    links: [
      ["users", "lb"],
      ["lb", "web", {}, { timeout: { perTryMs: 1000 } }],
    ],
  });
  return exportTopology(topologySchema.parse({ ...rest, nodes, links, ...shown }));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "faultyard-ci-"));
  await build({ configFile: "vite.cli.config.ts", logLevel: "error", build: { outDir: join(folder, "faultyard"), emptyOutDir: true } });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await mkdir(join(folder, "bin"));
  // Stands in for what npm ci would have installed.
  await writeFile(
    join(folder, "bin", "npx"),
    `#!/bin/sh\nshift\nexec "${process.execPath}" "${join(folder, "faultyard", "faultyard.js")}" "$@"\n`,
  );
  await chmod(join(folder, "bin", "npx"), 0o755);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the workflow's steps as a runner does, in a checkout of their own, up to the first that fails. */
async function pullRequest(name: string, document: string) {
  const checkout = join(folder, name);
  await mkdir(join(checkout, "drills"), { recursive: true });
  await writeFile(join(checkout, env.DOCUMENT), document);
  const summary = join(checkout, "summary.md");
  const done = [];
  for (const run of runs.filter((step) => step !== "npm ci")) {
    // As GitHub's runner calls bash.
    const { status, stderr, stdout } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
      cwd: checkout,
      encoding: "utf8",
      env: { ...env, SEEDS: "3", PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}`, GITHUB_STEP_SUMMARY: summary, CI: "true" },
    });
    done.push({ run, status, stderr, stdout });
    if (status !== 0) break;
  }
  const read = (file: string) => (existsSync(join(checkout, file)) ? readFile(join(checkout, file), "utf8") : Promise.resolve(""));
  return { done, last: done[done.length - 1], read };
}

describe.skipIf(process.platform === "win32")("the workflow of docs/drills-in-ci.md", { timeout: 60_000 }, () => {
  it("installs, checks, draws and runs", () => {
    expect(runs[0]).toBe("npm ci");
    expect(runs).toHaveLength(4);
    expect(Object.keys(env)).toEqual(["DOCUMENT", "DRILLS", "SEEDS"]);
  });

  it("passes where the drill holds, and leaves reports behind", async () => {
    const { done, last, read } = await pullRequest("good", shop());
    expect(
      done.map(({ status }) => status),
      last.stderr + last.stdout,
    ).toEqual([0, 0, 0]);
    expect(readXml(await read("reports/architecture.svg")).name).toBe("svg");
    expect(readXml(await read("reports/kill-one.html")).name).toBe("html");
    expect(readXml(await read("reports/kill-one.xml")).all("testsuite")[0].attributes).toMatchObject({ failures: "0", errors: "0" });
    expect(await read("summary.md")).toMatch(/^# Kill one replica\n[\s\S]*Holds in 3 of 3 seeds/);
    // Plain lines in a log.
    expect(last.stderr).not.toContain("\r");
  });

  it("fails where it deviates, and still tells why", async () => {
    const { last, read } = await pullRequest("slow", shop().replace('"p99(checkout) < 300ms"', '"p99(checkout) < 30ms during"'));
    expect(last.status).toBe(1);
    expect(Number(readXml(await read("reports/kill-one.xml")).all("testsuite")[0].attributes.failures)).toBeGreaterThan(0);
    expect(await read("summary.md")).toMatch(/Deviated/);
  });

  it("fails at the first step for a document that is not sound", async () => {
    const { done, last } = await pullRequest("broken", shop().replace("p99(checkout)", "p99(chekout)"));
    expect(done.map(({ status }) => status)).toEqual([2]);
    expect(last.stderr).toContain("chekout");
  });
});
