import { version } from "../../package.json";
import type { DrillSeeds } from "../lab/drill/over-seeds";
import { type DrillRun, drillRecord } from "../lab/reports/record";
import { type ReportFormat, reportFormats } from "../lab/reports/registry";
import type { Session } from "../lab/session";
import type { Topology } from "../topology/schema";
import type { Flags } from "./flags";
import { BadInput, type Io } from "./io";
import { save } from "./set-options";

/** Flags of what writes reports. */
export const REPORT_FLAGS = { report: "strings", junit: "string" } as const;

/** One file to write. */
export interface WantedReport {
  readonly path: string;
  readonly format: ReportFormat;
}

/** What `--report` and `--junit` ask for; told before anything is run. */
export function wantedReports(flags: Flags): WantedReport[] {
  const junit = flags.text("junit");
  return [
    ...flags.texts("report").map((path) => ({ path, format: formatOf(path) })),
    ...(junit === undefined ? [] : [{ path: junit, format: reportFormats.junit }]),
  ];
}

function formatOf(path: string): ReportFormat {
  const formats: readonly ReportFormat[] = Object.values(reportFormats);
  const found = formats.find(({ extension }) => path.toLowerCase().endsWith(`.${extension}`));
  if (found !== undefined) return found;
  const known = formats.map(({ extension, title }) => `.${extension} (${title})`);
  throw new BadInput(
    `--report "${path}": the name's ending says what is written. Use ${known.slice(0, -1).join(", ")} or ${known.at(-1)}.`,
  );
}

/** Writes every report that was asked for, of a session that has played its drill to the end. */
export async function writeReports(
  wanted: readonly WantedReport[],
  played: { readonly topology: Topology; readonly session: Session; readonly run: DrillRun; readonly seeds?: DrillSeeds },
  io: Io,
): Promise<void> {
  if (wanted.length === 0) return;
  const { topology, session, run, seeds } = played;
  const record = drillRecord({ version, topology, run, seeds, layout: session.layout, windows: session.frame().windows });
  for (const { path, format } of wanted) {
    await save(path, format.write(record), io);
    io.err(`${path}: written as ${format.title}\n`);
  }
}
