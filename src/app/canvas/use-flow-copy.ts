import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { commitPositions } from "./commit-positions";
import { useMarks, withMarks } from "./marks-store";
import { type FlowEdge, type FlowNode, toFlowEdges, toFlowNodes } from "./to-flow";

/**
 * The document as React Flow draws it. The document store is the truth; this copy is ahead of it only while something
 * is being dragged, and a drag becomes one step to undo when it ends.
 */
export function useFlowCopy() {
  const topology = useDocument((state) => state.topology);
  const selected = useSelection((state) => state.ids);
  const [nodes, setNodes] = useState<FlowNode[]>([]);
  const [edges, setEdges] = useState<FlowEdge[]>([]);
  useEffect(() => setNodes((previous) => toFlowNodes(topology, previous, selected)), [topology, selected]);
  useEffect(() => setEdges((previous) => toFlowEdges(topology, previous, selected)), [topology, selected]);

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    applySelection(changes.filter((change) => change.type === "select"));
    const others = changes.filter((change) => change.type !== "select" && change.type !== "remove");
    if (others.length === 0) return;
    const settled = others.flatMap((change) => (change.type === "position" && change.dragging === false ? [change.id] : []));
    setNodes((previous) => {
      const next = applyNodeChanges(others, previous);
      // Another store may not be changed while React works out this one.
      if (settled.length > 0) queueMicrotask(() => commitPositions(next, settled));
      return next;
    });
  }, []);
  const onEdgesChange = useCallback((changes: EdgeChange<FlowEdge>[]) => {
    applySelection(changes.filter((change) => change.type === "select"));
    const others = changes.filter((change) => change.type !== "select" && change.type !== "remove");
    if (others.length > 0) setEdges((previous) => applyEdgeChanges(others, previous));
  }, []);
  const marks = useMarks((state) => state.marks);
  const markedNodes = useMemo(() => withMarks(nodes, marks), [nodes, marks]);
  const markedEdges = useMemo(() => withMarks(edges, marks), [edges, marks]);
  return { nodes: markedNodes, edges: markedEdges, onNodesChange, onEdgesChange };
}

function applySelection(changes: readonly { readonly id: string; readonly selected: boolean }[]): void {
  if (changes.length === 0) return;
  const { ids, select } = useSelection.getState();
  const next = new Set(ids);
  for (const { id, selected } of changes) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  select(next);
}
