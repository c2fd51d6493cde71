import { useCallback, useEffect } from "react";
import { useDocument } from "../stores/document-store";
import { flow } from "./flow-instance";

interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Where an empty document is looked at; there is nothing to fit into view. */
const EMPTY_VIEW: Viewport = { x: 0, y: 0, zoom: 1 };

/** Opens a document where it was last looked at, or with all of it in view; keeps where the person looks now. */
export function useView(): (event: MouseEvent | TouchEvent | null, view: Viewport) => void {
  const documentId = useDocument((state) => state.documentId);
  useEffect(() => {
    if (documentId === "") return;
    const { view = EMPTY_VIEW, ...topology } = useDocument.getState().topology;
    const fits = view === EMPTY_VIEW && topology.nodes.length + topology.boundaries.length + topology.notes.length > 0;
    // The new document's nodes are measured a frame later.
    const timer = setTimeout(() => (fits ? flow.fitOpened() : flow.show(view)), 60);
    return () => clearTimeout(timer);
  }, [documentId]);
  return useCallback((event, { x, y, zoom }) => {
    // A move without a hand behind it, fitting a new document say, is not worth keeping.
    if (event === null) return;
    useDocument.getState().amend((topology) => ({ ...topology, view: { x: Math.round(x), y: Math.round(y), zoom } }));
  }, []);
}
