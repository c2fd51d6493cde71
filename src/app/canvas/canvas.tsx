import {
  applyEdgeChanges,
  applyNodeChanges,
  Background,
  Controls,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  SelectionMode,
} from "@xyflow/react";
import { type DragEvent, type MouseEvent, lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { connectionProblem } from "../../topology/connection";
import { ParticleLegend } from "../particles/legend";
import { ParticleLayer } from "../particles/particle-layer";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { AlignmentGuides, useGuides } from "./alignment-guides";
import { useCanvasSettings } from "./canvas-settings";
import { useCanvasMenu } from "./canvas-menu-store";
import { commitPositions } from "./commit-positions";
import { EmptyHint } from "./empty-hint";
import { flow } from "./flow-instance";
import { explain, join } from "./join";
import { LinkLine } from "./link-line";
import { NodeFace } from "./node-face";
import { DRAG_TYPE } from "./palette";
import { GRID, place, sizeOf } from "./place";
import { type FlowEdge, type FlowNode, toFlowEdges, toFlowNodes } from "./to-flow";
import { NoteFace, ZoneFace } from "./zone-face";
import "@xyflow/react/dist/base.css";
import "./canvas.css";

const CanvasMenu = lazy(() => import("./canvas-menu").then((module) => ({ default: module.CanvasMenu })));
const ConnectList = lazy(() => import("./connect-list").then((module) => ({ default: module.ConnectList })));
const nodeTypes = { face: NodeFace, zone: ZoneFace, note: NoteFace };
const edgeTypes = { link: LinkLine };

/** The diagram. The document store is the truth; React Flow holds a copy while something is being dragged. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Diagram />
      <CanvasMenus />
    </ReactFlowProvider>
  );
}

function CanvasMenus() {
  const open = useCanvasMenu((state) => state.at !== null || state.connecting !== null);
  if (!open) return null;
  return (
    <Suspense fallback={null}>
      <CanvasMenu />
      <ConnectList />
    </Suspense>
  );
}

function Diagram() {
  const topology = useDocument((state) => state.topology);
  const documentId = useDocument((state) => state.documentId);
  const selected = useSelection((state) => state.ids);
  const snap = useCanvasSettings((state) => state.snap);
  const surface = useRef<HTMLDivElement>(null);
  const [nodes, setNodes] = useState<FlowNode[]>([]);
  const [edges, setEdges] = useState<FlowEdge[]>([]);
  const guides = useGuides();
  useEffect(() => setNodes((previous) => toFlowNodes(topology, previous, selected)), [topology, selected]);
  useEffect(() => setEdges((previous) => toFlowEdges(topology, previous, selected)), [topology, selected]);
  useEffect(() => {
    if (documentId === "") return;
    // The new document's nodes are measured a frame later.
    const timer = setTimeout(flow.fit, 60);
    return () => clearTimeout(timer);
  }, [documentId]);

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    const selects = changes.filter((change) => change.type === "select");
    if (selects.length > 0) applySelection(selects);
    setNodes((previous) => {
      const next = applyNodeChanges(
        changes.filter((change) => change.type !== "select" && change.type !== "remove"),
        previous,
      );
      const settled = changes.flatMap((change) => (change.type === "position" && change.dragging === false ? [change.id] : []));
      if (settled.length > 0) queueMicrotask(() => commitPositions(next, settled));
      return next;
    });
  }, []);
  const onEdgesChange = useCallback((changes: EdgeChange<FlowEdge>[]) => {
    const selects = changes.filter((change) => change.type === "select");
    if (selects.length > 0) applySelection(selects);
    setEdges((previous) => applyEdgeChanges(changes.filter((change) => change.type !== "select" && change.type !== "remove"), previous));
  }, []);

  const drop = (event: DragEvent) => {
    const item = event.dataTransfer.getData(DRAG_TYPE);
    if (item === "") return;
    event.preventDefault();
    const at = flow.at(event.clientX, event.clientY);
    const { width, height } = sizeOf(item);
    flow.focus(place(item, { x: at.x - width / 2, y: at.y - height / 2 }));
  };
  const menu = (event: MouseEvent | globalThis.MouseEvent, id: string | null) => {
    event.preventDefault();
    if (id !== null && !useSelection.getState().ids.has(id)) useSelection.getState().select([id]);
    useCanvasMenu.getState().show({ x: event.clientX, y: event.clientY, id });
  };

  return (
    <div
      ref={surface}
      className="canvas"
      onDrop={drop}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      }}
    >
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onInit={(instance) => flow.attach(instance as unknown as ReactFlowInstance, surface.current)}
        onConnect={join}
        onConnectEnd={(_, state) => {
          if (state.isValid !== true && state.fromNode !== null && state.toNode !== null) explain(state.fromNode.id, state.toNode.id);
        }}
        isValidConnection={({ source, target }) =>
          source !== null && target !== null && connectionProblem(useDocument.getState().topology, source, target) === null
        }
        onNodeDrag={(_, node, dragged) => guides.show(node, dragged, nodes)}
        onNodeDragStop={guides.hide}
        onNodeContextMenu={(event, node) => menu(event, node.id)}
        onEdgeContextMenu={(event, edge) => menu(event, edge.id)}
        onPaneContextMenu={(event) => menu(event, null)}
        snapToGrid={snap}
        snapGrid={[GRID, GRID]}
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={["Shift", "Meta", "Control"]}
        connectionRadius={32}
        minZoom={0.1}
        maxZoom={3}
        fitView
        proOptions={{ hideAttribution: false }}
      >
        <Background gap={24} size={1.5} />
        <ParticleLayer />
        <AlignmentGuides />
        <Panel position="top-left">
          <ParticleLegend />
        </Panel>
        <Controls showInteractive={false} position="bottom-left" />
        <MiniMap pannable zoomable position="bottom-right" nodeClassName={(node) => `minimap-${node.type}`} ariaLabel="Overview" />
        <svg className="marker-definitions" aria-hidden="true">
          <defs>
            <marker id="link-arrow" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="9" markerHeight="9" orient="auto-start-reverse" markerUnits="userSpaceOnUse">
              <path d="M2 1.5 8 5 2 8.5" />
            </marker>
          </defs>
        </svg>
      </ReactFlow>
      {topology.nodes.length === 0 && <EmptyHint />}
    </div>
  );
}

function applySelection(changes: readonly { readonly id: string; readonly selected: boolean }[]): void {
  const { ids, select } = useSelection.getState();
  const next = new Set(ids);
  for (const { id, selected } of changes) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  select(next);
}
