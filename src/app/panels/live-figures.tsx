import { useEffect, useRef } from "react";
import { LINK_COLUMNS, NODE_COLUMNS } from "../../lab/frame";
import { helpText } from "../forms/help-text";
import { live, onFrame } from "../stores/live";
import type { Figure } from "./figures";
import "./findings.css";

interface LiveFiguresProps {
  readonly title: string;
  readonly id: string;
  readonly figures: readonly Figure[];
}

/** A figure that changes faster is a blur, not information [ms]. */
const LEGIBLE_MS = 200;

/** A table of an element's figures, written into the page straight from the frames: React renders it once. */
export function LiveFigures({ title, id, figures }: LiveFiguresProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = () => {
      timer = undefined;
      const cells = body.current?.querySelectorAll("td");
      figures.forEach((figure, i) => {
        const cell = cells?.[i];
        const text = figure.print(valueAt(id, figure));
        if (cell !== undefined && cell.textContent !== text) cell.textContent = text;
      });
    };
    write();
    const stop = onFrame(() => {
      timer ??= setTimeout(write, LEGIBLE_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [id, figures]);
  return (
    <table className="figures">
      <caption>{title}</caption>
      <tbody ref={body}>
        {figures.map((figure) => (
          <tr key={figure.title}>
            <th scope="row" title={figure.help === undefined ? undefined : helpText(figure.help)}>
              {figure.title}
            </th>
            <td>–</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function valueAt(id: string, { from, column }: Figure): number {
  const { frame, layout } = live;
  const row = (from === "links" || from === "policies" ? live.linkIndex : live.nodeIndex).get(id);
  if (row === undefined || frame === null || layout === null) return Number.NaN;
  const at = {
    nodes: row * NODE_COLUMNS.length,
    links: row * LINK_COLUMNS.length,
    figures: layout.figureBase[row],
    policies: layout.policyFigureBase[row],
  };
  return frame[from === "policies" ? "figures" : from][at[from] + column] ?? Number.NaN;
}
