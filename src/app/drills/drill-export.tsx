import { useState } from "react";
import type { DrillSeeds } from "../../lab/drill/over-seeds";
import type { Drill } from "../../topology/drills/schema";
import { downloadText, fileNameOf } from "../persistence/files";
import { tell } from "../persistence/notice-store";
import { type PlayedResult, useDrillReport } from "./drill-results";
import { useDrillSeeds } from "./drill-seeds";
import { isSameDrill } from "./same-drill";

/** What the buttons are called; what they write is the reports' to say. */
const FORMATS = { html: "HTML", markdown: "Markdown", json: "JSON", junit: "JUnit" } as const;
type Format = keyof typeof FORMATS;

/** Takes the report of a drill away, in the formats that the command line writes too. */
export function DrillExport({ drill }: { readonly drill: Drill }) {
  const played = useDrillReport(drill.id);
  const [busy, setBusy] = useState(false);
  const whole = played?.whole ?? null;
  const save = (format: Format) => {
    if (played === undefined) return;
    setBusy(true);
    write(drill, played, format)
      .catch((error: unknown) => tell(`The report could not be written: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => setBusy(false));
  };
  return (
    <fieldset
      className="drill-export"
      disabled={whole === null || busy}
      title={whole === null ? "Run the drill to its end first." : undefined}
    >
      <legend>Report</legend>
      {(Object.keys(FORMATS) as Format[]).map((format) => (
        <button
          key={format}
          type="button"
          className="chart-toggle"
          aria-label={`Export the report as ${FORMATS[format]}`}
          onClick={() => save(format)}
        >
          {FORMATS[format]}
        </button>
      ))}
    </fieldset>
  );
}

async function write(drill: Drill, { topology, whole }: PlayedResult, format: Format): Promise<void> {
  if (whole === null) return;
  const { drillRecord, reportFormats, version } = await import("./report-writers");
  const seeds = seedsOf(drill, topology);
  const record = drillRecord({ version, topology, ...whole, ...(seeds === null ? {} : { seeds }) });
  const { extension, type, write: print } = reportFormats[format];
  downloadText(fileNameOf(`${topology.name} ${whole.run.drill.drill.title}`, extension), print(record), type);
}

/** Of the same drill over many seeds, if it has been repeated as it is. */
function seedsOf(drill: Drill, topology: PlayedResult["topology"]): DrillSeeds | null {
  const { drillId, topology: repeated, seeds, running } = useDrillSeeds.getState();
  return !running && drillId === drill.id && repeated !== null && isSameDrill(repeated, topology, drill.id) ? seeds : null;
}
