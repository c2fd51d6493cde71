import type { Family } from "../../catalog/define";
import type { Palette } from "./palette";

const FAMILIES: readonly Family[] = ["traffic", "network", "compute", "data", "messaging"];

/** Rules of a picture. Plain colours only: programs that turn pictures into paper know no variables. */
export function pictureRules(palette: Palette): string {
  const rules = [
    [".fy-paper", `fill: ${palette.paper}`],
    [".fy-zone", `fill: ${palette.muted}; fill-opacity: 0.04; stroke: ${palette.muted}; stroke-opacity: 0.6; stroke-dasharray: 4 3`],
    [".fy-note", `fill: ${palette.warn}; fill-opacity: 0.12; stroke: ${palette.line}`],
    [".fy-link", `fill: none; stroke: ${palette.link}; stroke-width: 1.5`],
    [".fy-head", `fill: none; stroke: ${palette.link}; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round`],
    [".fy-node", `fill: ${palette.raised}; stroke: ${palette.line}`],
    [".fy-pip", `fill: ${palette.ok}`],
    [".fy-name", `fill: ${palette.ink}; font-weight: 600`],
    [".fy-word", `fill: ${palette.muted}`],
    ...FAMILIES.flatMap((family) => [
      [`.fy-tile-${family}`, `fill: ${palette[family]}; fill-opacity: 0.16`],
      [`.fy-icon-${family}`, `fill: none; stroke: ${palette[family]}; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round`],
    ]),
    [".fy-link.fy-hit, .fy-node.fy-hit, .fy-zone.fy-hit", `stroke: ${palette.bad}; stroke-opacity: 1; stroke-width: 2.5`],
    [".fy-node.fy-felt", `stroke: ${palette.warn}; stroke-width: 2`],
    [".fy-mark-hit", `fill: ${palette["bad-text"]}; font-weight: 600`],
    [".fy-mark-felt", `fill: ${palette["warn-text"]}; font-weight: 600`],
  ];
  return rules
    .map(
      ([selector, body]) =>
        `${selector
          .split(", ")
          .map((one) => `.fy-picture ${one}`)
          .join(", ")} { ${body} }`,
    )
    .join("\n");
}
