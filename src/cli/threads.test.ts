import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smallTopology } from "../testing/fake-session";
import { exportTopology } from "../topology/export";
import { replicationsSchema } from "./sets-schema";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "faultyard-"));
  await build({ configFile: "vite.cli.config.ts", logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
  await writeFile(join(folder, "small.json"), exportTopology(smallTopology()));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the built command line as a process of its own; `onErr` sees what it writes to standard error. */
function faultyard(argv: string, onErr: (text: string, interrupt: () => void) => void = () => {}) {
  const child = spawn(process.execPath, ["faultyard.js", ...argv.split(" ")], { cwd: folder });
  let out = "";
  let err = "";
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    err += text;
    onErr(String(text), () => void child.kill("SIGINT"));
  });
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

describe("the built command line", { timeout: 60_000 }, () => {
  it("gives the same bytes on one thread as on four", async () => {
    const one = await faultyard("run small.json --duration 5s --until 10% --jobs 1 --json");
    const four = await faultyard("run small.json --duration 5s --until 10% --jobs 4 --json");
    expect(one.code).toBe(0);
    expect(one.out).toBe(four.out);
    expect(replicationsSchema.parse(JSON.parse(one.out)).samples.length).toBeGreaterThanOrEqual(10);
  });

  it("on Ctrl-C prints what is known so far and ends with 130", async () => {
    const { code, out } = await faultyard("run small.json --duration 60s --replications 2000 --json", (text, interrupt) => {
      if (text.includes("of 2000 runs")) interrupt();
    });
    expect(code).toBe(130);
    const { samples, stopped } = replicationsSchema.parse(JSON.parse(out));
    expect(stopped).toBe("cancelled");
    expect(samples.length).toBeGreaterThanOrEqual(190);
    expect(samples.length).toBeLessThan(2000);
    expect(samples.map(({ seed }) => seed)).toEqual(samples.map((_, i) => i + 1));
  });
});
