import { Handle, type NodeProps, Position, useUpdateNodeInternals } from "@xyflow/react";
import { memo, useEffect, useRef } from "react";
import { kindOf } from "../../catalog/kinds/definitions";
import type { TopologyNode } from "../../topology/schema";
import { KindTile } from "../panels/kind-tile";
import { attachFace } from "./live-faces";
import { PartBars } from "./part-bars";
import { Pips } from "./pips";
import type { FaceNode } from "./to-flow";
import "./handles.css";
import "./node-face.css";

/** What it is, and in how many places. */
function calmWords({ kind: id, config, zones = [] }: TopologyNode): string {
  const kind = kindOf(id);
  const words = kind.subtitle?.(config as never) || kind.title;
  return kind.spreads === true && zones.length > 1 ? `${words} in ${zones.length} zones` : words;
}

/** A node at a glance: what it is, how many of it are alive, how busy it is. */
export const NodeFace = memo(function NodeFace({ id, data: { node } }: NodeProps<FaceNode>) {
  const face = useRef<HTMLDivElement>(null);
  const kind = kindOf(node.kind);
  const replicas = kind.replicas(node.config as never);
  const parts = kind.parts?.count(node.config as never) ?? 0;
  const second = kind.otherReadout?.(node.config as never) ?? kind.readouts[1];
  const readouts = [kind.readouts[0], second];
  // biome-ignore lint/correctness/useExhaustiveDependencies: new pips and a new name are new elements to write into
  useEffect(() => {
    if (face.current === null) return;
    return attachFace({ id, kind, readouts, name: node.name, element: face.current });
  }, [id, kind, node.name, replicas, second.label, parts]);
  // A node of another document may have had this id, and no handles: links end where they are known to be.
  const measureHandles = useUpdateNodeInternals();
  const measured = useRef(kind);
  useEffect(() => {
    if (measured.current !== kind) measureHandles(id);
    measured.current = kind;
  }, [id, kind, measureHandles]);
  return (
    <div ref={face} className="face">
      {kind.ports.incoming && <Handle type="target" position={Position.Left} />}
      <div className="face-head">
        <KindTile paths={kind.icon} family={kind.family} />
        <div className="face-name" title={node.name}>
          {node.name}
        </div>
        {kind.ports.incoming && <Pips id={id} name={node.name} replicas={replicas} />}
        <div className="face-kind">
          <svg className="face-alarm" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 1.8 14.8 14H1.2z" />
            <path d="M8 6.4v3.4M8 11.8h.01" />
          </svg>
          <span data-state-words className="face-state" />
          <span className="face-calm">{calmWords(node)}</span>
        </div>
      </div>
      {parts > 0 ? (
        <PartBars title={kind.parts?.title ?? ""} count={parts} />
      ) : (
        <div className="face-bar" data-empty={kind.bar === undefined || undefined}>
          {kind.bar !== undefined && <div data-bar />}
        </div>
      )}
      <div className="face-figures">
        {readouts.map((readout, i) => (
          <span key={readout.label}>
            {readout.label} <b data-readout={i}>–</b>
          </span>
        ))}
      </div>
      {kind.ports.outgoing !== "none" && <Handle type="source" position={Position.Right} />}
    </div>
  );
});
