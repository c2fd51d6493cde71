import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo, useEffect, useRef } from "react";
import { kindOf } from "../../catalog/kinds/definitions";
import { KindTile } from "../panels/kind-tile";
import { attachFace } from "./live-faces";
import { toggleReplica } from "./replica-faults";
import type { FaceNode } from "./to-flow";
import "./node-face.css";

/** More replicas than this are told as a number. */
const MOST_PIPS = 8;

/** A node at a glance: what it is, how many of it are alive, how busy it is. */
export const NodeFace = memo(function NodeFace({ id, data: { node } }: NodeProps<FaceNode>) {
  const face = useRef<HTMLDivElement>(null);
  const kind = kindOf(node.kind);
  const replicas = kind.replicas(node.config as never);
  useEffect(() => {
    if (face.current === null) return;
    return attachFace({ id, kind: node.kind, element: face.current });
  }, [id, node.kind, replicas]);
  return (
    <div ref={face} className="face" data-family={kind.family}>
      {kind.ports.incoming && <Handle type="target" position={Position.Left} aria-label={`Calls to ${node.name}`} />}
      <div className="face-head">
        <KindTile paths={kind.icon} family={kind.family} />
        <div className="face-title">
          <div className="face-name" title={node.name}>
            {node.name}
          </div>
          <div className="face-kind">
            <span data-state-words className="face-state" />
            <span className="face-calm">{kind.subtitle?.(node.config as never) ?? kind.title}</span>
          </div>
        </div>
        {kind.ports.incoming && <Pips id={id} name={node.name} replicas={replicas} />}
      </div>
      <div className="face-bar">{kind.bar !== undefined && <div data-bar />}</div>
      <div className="face-figures">
        {kind.readouts.map((readout, i) => (
          <span key={readout.label}>
            {readout.label} <b data-readout={i}>–</b>
          </span>
        ))}
      </div>
      {kind.ports.outgoing !== "none" && (
        <Handle type="source" position={Position.Right} aria-label={`Calls from ${node.name}`} />
      )}
    </div>
  );
});

function Pips({ id, name, replicas }: { readonly id: string; readonly name: string; readonly replicas: number }) {
  const shown = Math.min(replicas, MOST_PIPS);
  return (
    <div className="pips" role="group" aria-label={`Replicas of ${name}`} data-many={replicas > 3 || undefined}>
      {Array.from({ length: shown }, (_, replica) => (
        <button
          // A replica is its index: there is nothing else to know it by.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={replica}
          type="button"
          className="pip nodrag"
          data-pip={replica}
          data-state="up"
          aria-label={`Replica ${replica + 1}, up`}
          title="Click to kill or restore"
          onClick={(event) => {
            event.stopPropagation();
            toggleReplica(id, replica);
          }}
        />
      ))}
      {replicas > MOST_PIPS && <span className="pips-count">×{replicas}</span>}
    </div>
  );
}
