import { markup } from "../../base/markup";
import { topologyPicture } from "../../topology/picture/picture";
import { chartSvg, timelineSvg } from "./chart-svg";
import { pageStyle } from "./html-style";
import type { DrillRecord } from "./record";
import type { Block, Cell, Column } from "./story";
import { tell } from "./tell";

/** Nothing is fetched and nothing runs; what would try to is refused. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** One page that opens anywhere, without a network or a script; it is well-formed as XML, too. */
export function htmlReport(record: DrillRecord): string {
  const { drill } = record.run.drill;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${POLICY}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>${markup(`${drill.title} - ${record.topology.name}`)}</title>
<style>
${pageStyle()}
</style>
</head>
<body>
<main>
${tell(record).map(blockHtml).join("\n")}
</main>
</body>
</html>
`;
}

function blockHtml(block: Block): string {
  switch (block.type) {
    case "title":
      return `<h1>${markup(block.text)}</h1>\n<p class="under">${markup(block.under)}</p>`;
    case "heading":
      return `<h2>${markup(block.text)}</h2>`;
    case "verdict":
      return `<p class="verdict ${block.verdict}"><strong>${block.verdict}</strong> ${markup(block.text)}</p>`;
    case "figures":
      return block.figures.length === 0
        ? ""
        : `<dl>${block.figures.map(({ label, value }) => `<div><dt>${markup(label)}</dt><dd>${markup(value)}</dd></div>`).join("")}</dl>`;
    case "text":
      return `<p>${markup(block.text)}</p>`;
    case "table":
      return tableHtml(block.head, block.rows);
    case "timeline":
      return `<figure>${timelineSvg(block.timeline)}</figure>`;
    case "chart":
      return `<figure><figcaption>${markup(block.chart.title)}</figcaption>${chartSvg(block.chart)}</figure>`;
    case "picture":
      return `<figure class="picture">${topologyPicture(block.topology, { theme: "auto", marks: block.marks })}</figure>`;
    case "code":
      return `<pre>${markup(block.text)}</pre>`;
    case "file":
      return fileHtml(block.name, block.text);
  }
}

/** The link saves the file; the text is there for those who only read. */
function fileHtml(name: string, text: string): string {
  const address = `data:application/json;charset=utf-8,${encodeURIComponent(text)}`;
  return `<p><a download="${markup(name)}" href="${markup(address)}">Save ${markup(name)}</a></p>\n<details><summary>The document</summary><pre>${markup(text)}</pre></details>`;
}

function tableHtml(head: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const isNumber = head.map((column) => typeof column !== "string");
  const align = (i: number) => (isNumber[i] ? ' class="number"' : "");
  const titles = head
    .map((column, i) => `<th scope="col"${align(i)}>${markup(typeof column === "string" ? column : column.number)}</th>`)
    .join("");
  const body = rows.map((row) => `<tr>${row.map((cell, i) => `<td${align(i)}>${cellHtml(cell)}</td>`).join("")}</tr>`).join("\n");
  return `<div class="table"><table>\n<thead><tr>${titles}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`;
}

function cellHtml(cell: Cell): string {
  if (typeof cell === "string") return markup(cell);
  if ("code" in cell) return `<code>${markup(cell.code)}</code>`;
  return cell.verdict === null ? "-" : `<span class="${cell.verdict}">${cell.verdict}</span>`;
}
