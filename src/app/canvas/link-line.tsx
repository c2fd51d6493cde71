import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { protocolOf } from "../../catalog/protocols/registry";
import { LINK_COLUMNS, LINK_STATES } from "../../lab/frame";
import { forgetLinkPath, rememberLinkPath } from "../particles/link-paths";
import { useReducedMotion } from "../particles/reduced-motion";
import { live, onFrame } from "../stores/live";
import { onTick } from "./live-ticker";
import { compact } from "./readout-text";
import type { FlowEdge } from "./to-flow";
import "./link-line.css";

/** A link at a glance: a curve; words where a policy or a fault is acting. */
export const LinkLine = memo(function LinkLine(props: EdgeProps<FlowEdge>) {
  const { id, selected, data } = props;
  const [path, labelX, labelY] = getBezierPath(props);
  const [hovered, setHovered] = useState(false);
  const still = useReducedMotion();
  useEffect(() => {
    rememberLinkPath(id, path);
    return () => forgetLinkPath(id);
  }, [id, path]);
  const state = useSyncExternalStore(onFrame, () => linkState(id));
  const acting = state !== "idle";
  const protocol = data === undefined ? "" : protocolOf(data.link.config.protocol).label;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hovering only shows what selecting shows too */}
      <g onMouseEnter={() => setHovered(true)} onMouseLeave={() => setHovered(false)}>
        <BaseEdge
          id={id}
          path={path}
          markerEnd={`url(#link-arrow-${tone(state)})`}
          interactionWidth={20}
          className={`link link-${tone(state)}`}
        />
      </g>
      <EdgeLabelRenderer>
        <div className="link-labels" style={{ transform: `translate(-50%, -100%) translate(${labelX}px, ${labelY - 4}px)` }}>
          {(acting || selected || hovered) && <span className={`link-label link-label-${tone(state)}`}>{acting ? state : protocol}</span>}
          {still && <RateLabel id={id} />}
        </div>
      </EdgeLabelRenderer>
    </>
  );
});

/** Stands in for the moving dots where motion is reduced. */
function RateLabel({ id }: { readonly id: string }) {
  const label = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      onTick(() => {
        const rate = column(id, "callsPerSecond");
        if (label.current !== null) label.current.textContent = Number.isNaN(rate) ? "" : `${compact(rate)}/s`;
      }),
    [id],
  );
  return <span ref={label} className="link-label" />;
}

function linkState(id: string): (typeof LINK_STATES)[number] {
  return LINK_STATES[column(id, "state") || 0] ?? "idle";
}

function tone(state: (typeof LINK_STATES)[number]): "calm" | "warn" | "bad" {
  if (state === "idle") return "calm";
  return state === "cut" || state === "breaker open" ? "bad" : "warn";
}

function column(id: string, name: (typeof LINK_COLUMNS)[number]): number {
  const row = live.linkIndex.get(id);
  if (row === undefined || live.frame === null) return Number.NaN;
  return live.frame.links[row * LINK_COLUMNS.length + LINK_COLUMNS.indexOf(name)] ?? Number.NaN;
}
