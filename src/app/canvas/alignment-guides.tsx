import { useStore } from "@xyflow/react";
import { useCallback, useMemo } from "react";
import { create } from "zustand";
import { absolutePositions, type FlowNode } from "./to-flow";

/** Edges and centres this near count as aligned [px]. */
const NEAR = 3;

interface GuideState {
  readonly x: number | null;
  readonly y: number | null;
}

const useGuideStore = create<GuideState>()(() => ({ x: null, y: null }));

/** While a node is dragged: where its edges or middle meet another's. */
export function useGuides() {
  const hide = useCallback(() => useGuideStore.setState({ x: null, y: null }), []);
  const show = useCallback((node: FlowNode, dragged: readonly FlowNode[], all: readonly FlowNode[]) => {
    const moving = new Set(dragged.map(({ id }) => id));
    const current = all.map((other) => dragged.find(({ id }) => id === other.id) ?? other);
    const places = absolutePositions(current);
    const lines = (one: FlowNode) => {
      const { x, y } = places.get(one.id) ?? one.position;
      const width = one.width ?? one.measured?.width ?? 0;
      const height = one.height ?? one.measured?.height ?? 0;
      return { x: [x, x + width / 2, x + width], y: [y, y + height / 2, y + height] };
    };
    const mine = lines(node);
    let x: number | null = null;
    let y: number | null = null;
    for (const other of current) {
      if (moving.has(other.id) || other.type === "zone") continue;
      const theirs = lines(other);
      x ??= theirs.x.find((line) => mine.x.some((own) => Math.abs(own - line) < NEAR)) ?? null;
      y ??= theirs.y.find((line) => mine.y.some((own) => Math.abs(own - line) < NEAR)) ?? null;
    }
    useGuideStore.setState({ x, y });
  }, []);
  return useMemo(() => ({ show, hide }), [show, hide]);
}

export function AlignmentGuides() {
  const { x, y } = useGuideStore();
  const [left, top, zoom] = useStore((state) => state.transform);
  return (
    <>
      {x !== null && <div className="guide guide-x" style={{ left: x * zoom + left }} />}
      {y !== null && <div className="guide guide-y" style={{ top: y * zoom + top }} />}
    </>
  );
}
