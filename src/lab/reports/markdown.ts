import type { DrillRecord } from "./record";
import type { Block, Cell, Column } from "./story";
import { tell } from "./tell";
import { plotText, timelineText } from "./text-plot";

/** A report for a pull request or a wiki: GitHub's Markdown, charts in characters. */
export function markdownReport(record: DrillRecord): string {
  return `${tell(record)
    .map(blockText)
    .filter((text) => text !== "")
    .join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.type) {
    case "title":
      return `# ${plain(block.text)}\n\n${paragraph(block.under)}`;
    case "heading":
      return `## ${plain(block.text)}`;
    case "verdict":
      return `**${VERDICTS[block.verdict]}** ${plain(block.text)}`;
    case "figures":
      return block.figures.map(({ label, value }) => `- ${plain(label)}: **${plain(value)}**`).join("\n");
    case "text":
      return paragraph(block.text);
    case "table":
      return tableText(block.head, block.rows);
    case "timeline":
      return fenced(timelineText(block.timeline));
    case "chart":
      return fenced(plotText(block.chart));
    // A picture would have to be a file of its own.
    case "picture":
      return "";
    case "code":
      return fenced(block.text, "sh");
    case "file":
      return `<details>\n<summary>${plain(block.name)}</summary>\n\n${fenced(block.text.trimEnd(), "json")}\n\n</details>`;
  }
}

const VERDICTS = { held: "✅ Held.", deviated: "❌ Deviated.", invalid: "⚠️ Invalid." } as const;

function tableText(head: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(head.map((column) => plain(typeof column === "string" ? column : column.number))),
    line(head.map((column) => (typeof column === "string" ? "---" : "---:"))),
    ...rows.map((row) => line(row.map(cellText))),
  ].join("\n");
}

function cellText(cell: Cell): string {
  if (typeof cell === "string") return plain(cell);
  if ("code" in cell) return code(cell.code);
  return cell.verdict === null ? "-" : VERDICTS[cell.verdict].replace(/\.$/, "").toLowerCase();
}

/** Words that mean nothing but themselves, on one line; nobody is called by an @. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<#|~&$]/g, "\\$&")
    .replace(/@/g, "@\u200B");
}

/** The same at the start of a line, where a number or a sign would begin a list or a quotation. */
function paragraph(text: string): string {
  return plain(text)
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2")
    .replace(/^[-+=>]/, "\\$&");
}

/** In a fence of more backticks than there are inside; a bar would end the table's cell. */
function code(text: string): string {
  const one = text.replace(/\s+/g, " ");
  const fence = "`".repeat(1 + longestRun(one));
  const room = one.startsWith("`") || one.endsWith("`") ? " " : "";
  return `${fence}${room}${one.replaceAll("|", "\\|")}${room}${fence}`;
}

function fenced(text: string, language = ""): string {
  const fence = "`".repeat(Math.max(3, 1 + longestRun(text)));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
