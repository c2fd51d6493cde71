import {
  Background,
  ControlButton,
  Controls,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  SelectionMode,
} from "@xyflow/react";
import { type DragEvent, type FocusEvent, lazy, type MouseEvent, Suspense, useRef } from "react";
import { connectionProblem } from "../../topology/connection";
import { ParticleLegend } from "../particles/legend";
import { ParticleLayer } from "../particles/particle-layer";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { AlignmentGuides, useGuides } from "./alignment-guides";
import { useCanvasMenu } from "./canvas-menu-store";
import { useCanvasSettings } from "./canvas-settings";
import { EmptyHint } from "./empty-hint";
import { FIT, flow } from "./flow-instance";
import { explain, join } from "./join";
import { LinkLine } from "./link-line";
import { LinkMarkers } from "./link-markers";
import { NodeFace } from "./node-face";
import { Overview } from "./overview";
import { DRAG_TYPE } from "./palette";
import { GRID, place, sizeOf } from "./place";
import type { FlowEdge, FlowNode } from "./to-flow";
import { useFlowCopy } from "./use-flow-copy";
import { useView } from "./use-view";
import { NoteFace, ZoneFace } from "./zone-face";
import "@xyflow/react/dist/base.css";
import "./canvas.css";

const CanvasMenus = lazy(() => import("./canvas-menus").then((module) => ({ default: module.CanvasMenus })));
const nodeTypes = { face: NodeFace, zone: ZoneFace, note: NoteFace };
const edgeTypes = { link: LinkLine };

/** The diagram, and the menus over it. */
export function Canvas() {
  const menu = useCanvasMenu((state) => state.at !== null || state.connecting !== null || state.replicasOf !== null);
  return (
    <ReactFlowProvider>
      <Diagram />
      {menu && (
        <Suspense fallback={null}>
          <CanvasMenus />
        </Suspense>
      )}
    </ReactFlowProvider>
  );
}

function Diagram() {
  const isEmpty = useDocument(({ topology }) => topology.nodes.length + topology.boundaries.length + topology.notes.length === 0);
  const snap = useCanvasSettings((state) => state.snap);
  const surface = useRef<HTMLDivElement>(null);
  const { nodes, edges, onNodesChange, onEdgesChange } = useFlowCopy();
  const keepView = useView();
  const guides = useGuides();
  return (
    // What is dropped here can be placed by click or Enter from the palette too.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div ref={surface} className="canvas" onDrop={drop} onDragOver={allowDrop} onFocus={revealFocused}>
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onInit={(instance) => flow.attach(instance as unknown as ReactFlowInstance, surface.current)}
        onMoveEnd={keepView}
        onConnect={join}
        onConnectEnd={(_, { isValid, fromNode, toNode, fromHandle }) => {
          if (isValid === true || fromNode === null || toNode === null) return;
          if (fromHandle?.type === "target") explain(toNode.id, fromNode.id);
          else explain(fromNode.id, toNode.id);
        }}
        isValidConnection={({ source, target }) => connectionProblem(useDocument.getState().topology, source, target) === null}
        onNodeDrag={(_, node, dragged) => guides.show(node, dragged, nodes)}
        onNodeDragStop={guides.hide}
        onNodeContextMenu={(event, node) => openMenu(event, node.id)}
        onEdgeContextMenu={(event, edge) => openMenu(event, edge.id)}
        onSelectionContextMenu={(event, [node]) => openMenu(event, node?.id ?? null)}
        onPaneContextMenu={(event) => openMenu(event, null)}
        snapToGrid={snap}
        snapGrid={[GRID, GRID]}
        deleteKeyCode={null}
        panActivationKeyCode={null}
        // Keys are the command list's: React Flow would move nodes without words for undo, and take the space bar.
        disableKeyboardA11y
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={["Shift", "Meta", "Control"]}
        connectionRadius={32}
        elevateNodesOnSelect={false}
        minZoom={0.1}
        maxZoom={3}
      >
        <Background gap={24} size={1.5} />
        <ParticleLayer />
        <AlignmentGuides />
        <Panel position="bottom-center">
          <ParticleLegend />
        </Panel>
        <Controls showInteractive={false} position="bottom-left" aria-label="View" fitViewOptions={FIT}>
          <ControlButton
            onClick={() => useCanvasSettings.getState().toggleSnap()}
            aria-pressed={snap}
            aria-label="Snap to the grid"
            title="Snap to the grid (G)"
          >
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <path d="M3 0h1v3h4V0h1v3h3v1H9v4h3v1H9v3H8V9H4v3H3V9H0V8h3V4H0V3h3zm1 4v4h4V4z" />
            </svg>
          </ControlButton>
        </Controls>
        <Overview />
        <LinkMarkers />
      </ReactFlow>
      {isEmpty && <EmptyHint />}
    </div>
  );
}

function drop(event: DragEvent): void {
  const item = event.dataTransfer.getData(DRAG_TYPE);
  if (item === "") return;
  event.preventDefault();
  const at = flow.at(event.clientX, event.clientY);
  const { width, height } = sizeOf(item);
  flow.focus(place(item, { x: at.x - width / 2, y: at.y - height / 2 }));
}

function allowDrop(event: DragEvent): void {
  if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
}

/** Tabbing through the diagram follows it; a click does not move what is under the pointer. */
function revealFocused({ target }: FocusEvent<HTMLElement>): void {
  const id = target.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  if (id !== undefined && target.matches(":focus-visible")) flow.reveal(id);
}

function openMenu(event: MouseEvent | globalThis.MouseEvent, id: string | null): void {
  event.preventDefault();
  const { ids, select } = useSelection.getState();
  if (id !== null && !ids.has(id)) select([id]);
  useCanvasMenu.getState().show({ x: event.clientX, y: event.clientY, id });
}
