import { htmlReport } from "./html";
import { junitReport } from "./junit";
import { markdownReport } from "./markdown";
import type { DrillRecord } from "./record";

/** A way to write a report. The same record always gives the same bytes. */
export interface ReportFormat {
  readonly title: string;
  /** Of the file's name, without the dot. */
  readonly extension: string;
  /** Media type. */
  readonly type: string;
  write(record: DrillRecord): string;
}

const json = (record: DrillRecord) => `${JSON.stringify(record, null, 2)}\n`;

/** Every format, one line each. Load this module when somebody asks for a report, not before. */
export const reportFormats = {
  html: { title: "Web page", extension: "html", type: "text/html", write: htmlReport },
  markdown: { title: "Markdown", extension: "md", type: "text/markdown", write: markdownReport },
  json: { title: "JSON", extension: "json", type: "application/json", write: json },
  junit: { title: "JUnit XML", extension: "xml", type: "application/xml", write: junitReport },
} as const satisfies Readonly<Record<string, ReportFormat>>;
