import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { createSession } from "../src/lab/create-session";
import { type Workload, workloads } from "./workloads";

const HELP = `npm run bench:instructions -- [words]
  --only ID     one workload: ${workloads.map(({ id }) => id).join(", ")}
  --hand        the loop by hand instead of the engine
Counts what one request costs in a run that is well under way: instructions, memory reads and writes, and what misses
the first caches or is mispredicted, as Valgrind's cachegrind models them (it has to be installed). Unlike times, the
counts are the same whatever else the machine does. Takes a few minutes a workload.`;

/** Requests in the shorter run; the longer one has half as many more, and the difference is what counts. */
const REQUESTS: Readonly<Record<string, number>> = { mm1: 1_000_000, "two-choices": 500_000 };
const OTHERS = 30_000;

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    hand: { type: "boolean", default: false },
    play: { type: "string" },
    requests: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

function play(workload: Workload, requests: number): void {
  if (values.hand) {
    workload.reference()(requests);
    return;
  }
  const created = createSession(workload.topology((1000 * requests) / workload.ratePerSecond));
  if (!created.ok) throw new Error("The document does not compile.");
  created.value.sampleHops(100);
  created.value.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
}

/** What cachegrind counts in a run of so many requests. */
function count(id: string, requests: number): Promise<Record<string, number>> {
  const tool = ["--tool=cachegrind", "--cache-sim=yes", "--branch-sim=yes", "--cachegrind-out-file=/dev/null"];
  const words = ["--play", id, "--requests", String(requests), ...(values.hand ? ["--hand"] : [])];
  const child = spawn("valgrind", [...tool, process.execPath, "--single-threaded", process.argv[1], ...words]);
  let told = "";
  child.stderr.on("data", (text: Buffer) => {
    told += text.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", () => reject(new Error("Valgrind was not found: install it, for example with apt-get install valgrind.")));
    child.on("close", () => {
      const read = (pattern: RegExp) => Number((told.match(pattern)?.[1] ?? "NaN").replaceAll(",", ""));
      resolve({
        instructions: read(/I +refs: +([\d,]+)/),
        reads: read(/D +refs:.*\( *([\d,]+) rd/),
        writes: read(/D +refs:.*\+ *([\d,]+) wr/),
        "code misses": read(/I1 +misses: +([\d,]+)/),
        "data misses": read(/D1 +misses: +([\d,]+)/),
        mispredicted: read(/Mispredicts: +([\d,]+)/),
      });
    });
  });
}

async function compare({ id }: Workload): Promise<void> {
  const requests = REQUESTS[id] ?? OTHERS;
  const [short, long] = await Promise.all([count(id, requests), count(id, 1.5 * requests)]);
  const each = Object.keys(short).map((name) => `${((long[name] - short[name]) / (0.5 * requests)).toFixed(0)} ${name}`);
  console.log(`${id}: ${each.join(", ")}`);
}

function chosen(ids: readonly string[]): readonly Workload[] {
  return ids.map((id) => {
    const found = workloads.find((one) => one.id === id);
    if (found === undefined) throw new Error(`No workload is called ${id}: there are ${workloads.map((one) => one.id).join(", ")}.`);
    return found;
  });
}

if (values.help) console.log(HELP);
else if (values.play !== undefined) play(chosen([values.play])[0], Number(values.requests));
else for (const workload of chosen(values.only ?? workloads.map(({ id }) => id))) await compare(workload);
