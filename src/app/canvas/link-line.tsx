import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo, useEffect, useSyncExternalStore } from "react";
import { LINK_COLUMNS, LINK_STATES } from "../../lab/frame";
import { forgetLinkPath, rememberLinkPath } from "../particles/link-paths";
import { live, onFrame } from "../stores/live";
import { compact } from "./live-faces";
import type { FlowEdge } from "./to-flow";
import "./link-line.css";

/** A link at a glance: a curve; words where a policy or a fault is acting. */
export const LinkLine = memo(function LinkLine(props: EdgeProps<FlowEdge>) {
  const { id, selected, data } = props;
  const [path, labelX, labelY] = getBezierPath(props);
  useEffect(() => {
    rememberLinkPath(id, path);
    return () => forgetLinkPath(id);
  }, [id, path]);
  const state = useSyncExternalStore(onFrame, () => linkState(id));
  const acting = state !== "idle";
  return (
    <>
      <BaseEdge id={id} path={path} markerEnd="url(#link-arrow)" interactionWidth={20} className={`link link-${state.replace(" ", "-")}`} />
      <EdgeLabelRenderer>
        <div
          className="link-label"
          data-acting={acting || undefined}
          data-shown={acting || selected || undefined}
          style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
        >
          {acting ? state : data?.link.config.transport.toUpperCase()}
        </div>
        <RateLabel id={id} x={labelX} y={labelY} />
      </EdgeLabelRenderer>
    </>
  );
});

/** Stands in for the moving dots where motion is reduced. */
function RateLabel({ id, x, y }: { readonly id: string; readonly x: number; readonly y: number }) {
  const text = useSyncExternalStore(onFrame, () => {
    const rate = column(id, "callsPerSecond");
    return Number.isNaN(rate) ? "" : `${compact(rate)}/s`;
  });
  return (
    <div className="link-rate" style={{ transform: `translate(-50%, 50%) translate(${x}px, ${y}px)` }}>
      {text}
    </div>
  );
}

function linkState(id: string): string {
  return LINK_STATES[column(id, "state") || 0] ?? "idle";
}

function column(id: string, name: (typeof LINK_COLUMNS)[number]): number {
  const row = live.linkIndex.get(id);
  if (row === undefined || live.frame === null) return Number.NaN;
  return live.frame.links[row * LINK_COLUMNS.length + LINK_COLUMNS.indexOf(name)] ?? Number.NaN;
}
