import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo } from "react";
import { resize } from "../../topology/edit/move";
import { useDocument } from "../stores/document-store";
import { adoptInside } from "./adopt-inside";
import type { NoteNode, ZoneNode } from "./to-flow";
import "./zone-face.css";

const LEAST = 80;

/** A boundary: holds nodes and moves them. Drag it by its name. */
export const ZoneFace = memo(function ZoneFace({ id, data: { boundary }, selected }: NodeProps<ZoneNode>) {
  return (
    <div className="zone">
      <Resizer id={id} what={boundary.name} shown={selected} />
      <div className="zone-name">{boundary.name}</div>
    </div>
  );
});

/** Words on the canvas; a double click edits them in the inspector's field. */
export const NoteFace = memo(function NoteFace({ id, data: { note }, selected }: NodeProps<NoteNode>) {
  return (
    <div className="note">
      <Resizer id={id} what="note" shown={selected} />
      {note.text}
    </div>
  );
});

function Resizer({ id, what, shown }: { readonly id: string; readonly what: string; readonly shown: boolean }) {
  return (
    <NodeResizer
      isVisible={shown}
      minWidth={LEAST}
      minHeight={LEAST / 2}
      onResizeEnd={(_, { x, y, width, height }) => {
        const { change, topology } = useDocument.getState();
        const parent = topology.boundaries.find((zone) => zone.id === id)?.parent;
        const from = topology.boundaries.find((zone) => zone.id === parent)?.position ?? { x: 0, y: 0 };
        change(`Resize ${what}`, (at) => adoptInside(resize(at, id, { width, height }, { x: from.x + x, y: from.y + y }), id));
      }}
    />
  );
}
