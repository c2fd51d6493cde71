import { type Palette, themed } from "../../topology/picture/palette";

/** The page's style sheet: light or dark as the reader has set it, light on paper. */
export function pageStyle(): string {
  return `${themed("auto", variables)}\n${RULES}`;
}

function variables(palette: Palette): string {
  return `:root { ${Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ")} }`;
}

const RULES = `* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 Inter, system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { margin: 0; font-size: 27px; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 40px 0 10px; padding-top: 14px; border-top: 1px solid var(--line); font-size: 19px; }
p { margin: 10px 0; overflow-wrap: anywhere; }
.under { margin-top: 4px; color: var(--muted); }
.verdict { margin: 20px 0; padding: 12px 16px; border: 1px solid var(--line); border-left: 5px solid var(--muted); border-radius: 8px; background: var(--panel); }
.verdict strong { margin-right: 6px; text-transform: capitalize; }
.verdict.held { border-left-color: var(--ok); }
.verdict.deviated { border-left-color: var(--bad); }
.verdict.invalid { border-left-color: var(--warn); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; margin: 0; }
dl div { padding: 10px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
dt { color: var(--muted); font-size: 12px; }
dd { margin: 2px 0 0; font-size: 17px; font-weight: 600; font-variant-numeric: tabular-nums; }
.table { margin: 14px 0; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th.number + th:not(.number), td.number + td:not(.number) { padding-left: 14px; }
th { color: var(--muted); font-weight: 600; }
.number { text-align: right; white-space: nowrap; }
code, pre { font-family: "JetBrains Mono", ui-monospace, SFMono-Regular, Menlo, monospace; font-size: 12.5px; }
code { overflow-wrap: anywhere; }
pre { margin: 10px 0; padding: 10px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
span.held { color: var(--ink); }
span.held::before { content: "\\2713\\A0"; color: var(--ok); }
span.deviated { color: var(--bad-text); font-weight: 600; }
span.deviated::before { content: "\\2717\\A0"; }
span.invalid { color: var(--warn-text); font-weight: 600; }
figure { margin: 16px 0; }
figcaption { margin-bottom: 4px; color: var(--muted); font-size: 13px; font-weight: 600; }
.picture svg { display: block; max-width: 100%; height: auto; max-height: 480px; margin: 0 auto; border: 1px solid var(--line); border-radius: 8px; }
.chart { display: block; width: 100%; height: auto; font-size: 11px; }
.grid { stroke: var(--line); fill: none; }
.tick { fill: var(--muted); }
.shade { fill: var(--bad); fill-opacity: 0.1; }
.line { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
.line.good { stroke: var(--ok); }
.line.plain { stroke: var(--traffic); stroke-dasharray: 6 3; }
.line.high { stroke: var(--compute); }
.line.bad { stroke: var(--bad); stroke-dasharray: 2 3; }
.line.other { stroke: var(--messaging); stroke-dasharray: 8 3 2 3; }
.phase { fill: var(--muted); }
.phase-0 { fill-opacity: 0.16; }
.phase-1 { fill-opacity: 0.3; }
.step { fill: var(--bad); fill-opacity: 0.28; stroke: var(--bad); }
.moment { stroke: var(--ink); stroke-dasharray: 3 3; fill: none; }
.tick.words { fill: var(--ink); }
summary { cursor: pointer; }
a { color: var(--traffic); }
@media print {
  @page { margin: 16mm; }
  body { background: none; font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  figure, tr, dl, .verdict { break-inside: avoid; }
  pre { border: none; padding: 0; font-size: 8pt; }
}`;
