import { useEffect, useRef } from "react";
import { LINK_COLUMNS, NODE_COLUMNS } from "../../lab/frame";
import { live, onFrame } from "../stores/live";
import type { Figure } from "./figures";
import "./findings.css";

interface LiveFiguresProps {
  readonly title: string;
  readonly of: "node" | "link";
  readonly id: string;
  readonly figures: readonly Figure[];
}

/** A figure that changes faster is a blur, not information [ms]. */
const LEGIBLE_MS = 200;

/** A table of an element's figures, written into the page straight from the frames: React renders it once. */
export function LiveFigures({ title, of, id, figures }: LiveFiguresProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = () => {
      timer = undefined;
      const cells = body.current?.querySelectorAll("td");
      figures.forEach((figure, i) => {
        const cell = cells?.[i];
        const text = figure.print(valueAt(of, id, figure.column));
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
  }, [of, id, figures]);
  return (
    <table className="figures">
      <caption>{title}</caption>
      <tbody ref={body}>
        {figures.map((figure) => (
          <tr key={figure.title}>
            <th scope="row">{figure.title}</th>
            <td>–</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function valueAt(of: "node" | "link", id: string, column: number): number {
  const row = (of === "node" ? live.nodeIndex : live.linkIndex).get(id);
  if (row === undefined || live.frame === null) return Number.NaN;
  return of === "node"
    ? (live.frame.nodes[row * NODE_COLUMNS.length + column] ?? Number.NaN)
    : (live.frame.links[row * LINK_COLUMNS.length + column] ?? Number.NaN);
}
