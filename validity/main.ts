import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { isMainThread, parentPort } from "node:worker_threads";
import type { Experiment } from "./experiment";
import { FAST_RULES, fastExperiments } from "./fast";
import { judge } from "./judge";
import { formulasPage, page } from "./page";
import { Pool, type Task } from "./pool";
import { type Rules, replication, study } from "./study";
import { expectedOf, formulas, known, type Suite } from "./suite";
import { cells, type Row } from "./table";

/** Events that one experiment may use. */
const MAX_EVENTS = 6_000_000_000;
const rulesOf = ({ alpha }: Suite): Rules => ({ alpha, coarser: 1, maxEvents: MAX_EVENTS, expected: expectedOf });
const PAGE = "docs/validity.md";
const FORMULAS_PAGE = "docs/validity-formulas.md";

const HELP = `npm run validity -- [words]
  --only ID     rows of one case or experiment; may be given several times, and end in *
  --formulas    the closed forms of pieces, in a page of their own: ${FORMULAS_PAGE}
  --fast        the part that npm test runs: short runs, wide intervals
  --fresh       other seeds than last time; they are said first (the nightly mode)
  --seed N      seeds from this base, to repeat a run with fresh ones
Writes ${PAGE} after a full run with the usual seeds.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true },
      formulas: { type: "boolean", default: false },
      fast: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      seed: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const usual = values.seed === undefined && !values.fresh;
  const base = values.seed !== undefined ? Number(values.seed) : values.fresh ? randomInt(2 ** 32) : 0;
  const suite = values.formulas ? formulas : known;
  const all = values.fast ? fastExperiments : suite.experiments;
  const chosen = values.only === undefined ? all : all.filter((one) => isNamed(one, values.only ?? []));
  if (chosen.length === 0) throw new Error(`No case is called ${values.only?.join(", ")}.`);
  if (!usual) console.log(`Seeds from ${base}: repeat with --seed ${base}`);
  const rows = await compare(chosen, base, values.fast ? FAST_RULES : rulesOf(suite));
  const count = (verdict: Row["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
  console.log(`${count("holds")} hold, ${count("wide")} too wide to say, ${count("misses")} miss`);
  if (usual && !values.fast && values.only === undefined) {
    if (values.formulas) writeFileSync(FORMULAS_PAGE, formulasPage(rows, "npm run validity -- --formulas"));
    else writeFileSync(PAGE, page(rows, "npm run validity"));
  }
  if (count("misses") > 0) process.exitCode = 1;
}

/** All experiments share the line of one pool. */
async function compare(chosen: readonly Experiment[], base: number, rules: Rules): Promise<Row[]> {
  const pool = new Pool(process.argv[1]);
  const rows = await Promise.all(
    chosen.map(async (experiment) => {
      const estimates = await study(experiment, pool.replicate(experiment, base, rules === FAST_RULES), rules);
      const judged = estimates.map((estimate) => ({
        estimate,
        verdict: judge(estimate, expectedOf(estimate.figure), rules.alpha),
      }));
      for (const row of judged)
        console.log(
          cells(row)
            .filter((cell) => cell !== "")
            .join("  "),
        );
      return judged;
    }),
  );
  await pool.close();
  return rows.flat();
}

function isNamed(experiment: Experiment, names: readonly string[]): boolean {
  const ids = [experiment.id, ...experiment.figures.map(({ caseId }) => caseId)];
  return names.some((name) => (name.endsWith("*") ? ids.some((id) => id.startsWith(name.slice(0, -1))) : ids.includes(name)));
}

/** A worker plays what it is told. */
function serve(): void {
  parentPort?.on("message", ({ experimentId, fast, seed }: Task) => {
    const experiment = (fast ? fastExperiments : [...known.experiments, ...formulas.experiments]).find(({ id }) => id === experimentId);
    if (experiment === undefined) throw new Error(`No experiment is called "${experimentId}".`);
    parentPort?.postMessage(replication(experiment, seed));
  });
}

if (isMainThread) await main();
else serve();
