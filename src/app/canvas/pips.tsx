import type { MouseEvent } from "react";
import { useCanvasMenu } from "./canvas-menu-store";
import { toggleReplica } from "./replica-faults";
import "./pips.css";

/** More replicas than this are told as a number. */
const MOST_PIPS = 8;
/** More than this leave a name no room: they have a line of their own. */
const MOST_BESIDE_NAME = 4;

interface PipsProps {
  readonly id: string;
  readonly name: string;
  readonly replicas: number;
}

/**
 * The replicas of a node. A click on a pip kills or restores that replica; by keyboard, and for those past the last
 * pip, the button opens a menu of them. One button, since pips alone would be too small a target.
 */
export function Pips({ id, name, replicas }: PipsProps) {
  const open = (event: MouseEvent<HTMLButtonElement>) => {
    event.stopPropagation();
    const pip = (event.target as HTMLElement).closest<HTMLElement>("[data-pip]");
    // A press of Enter is a click without a pointer: it hits no pip.
    if (pip !== null && event.detail > 0) toggleReplica(id, Number(pip.dataset.pip));
    else useCanvasMenu.getState().chooseReplica(id);
  };
  return (
    <button
      type="button"
      className="pips nodrag"
      data-many={replicas > MOST_BESIDE_NAME || undefined}
      aria-label={`Replicas of ${name}: kill or restore`}
      title="Click a square to kill or restore that replica"
      onClick={open}
    >
      {Array.from({ length: Math.min(replicas, MOST_PIPS) }, (_, replica) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a replica is its index
        <span key={replica} className="pip" data-pip={replica} data-state="up" />
      ))}
      {replicas > MOST_PIPS && <span className="pips-count">×{replicas}</span>}
    </button>
  );
}
