import { MiniMap, type ReactFlowState, useStore } from "@xyflow/react";

/** Where everything is; in the way, and of no use, while all of it is in view. */
export function Overview() {
  const isNeeded = useStore(hidesSomething);
  if (!isNeeded) return null;
  return <MiniMap pannable zoomable position="bottom-right" nodeClassName={(node) => `minimap-${node.type}`} ariaLabel="Overview" />;
}

function hidesSomething({ nodeLookup, transform: [x, y, zoom], width, height }: ReactFlowState): boolean {
  for (const { internals, measured } of nodeLookup.values()) {
    const left = internals.positionAbsolute.x * zoom + x;
    const top = internals.positionAbsolute.y * zoom + y;
    if (left < 0 || top < 0) return true;
    if (left + (measured.width ?? 0) * zoom > width || top + (measured.height ?? 0) * zoom > height) return true;
  }
  return false;
}
