import { useGallery } from "../panels/gallery-store";

/** What to do with an empty canvas. */
export function EmptyHint() {
  return (
    <div className="empty-hint">
      <strong>Draw your architecture</strong>
      <span>Drag components here, or press Enter on one in the palette.</span>
      <span>A client, a server and a link between them are enough to run.</span>
      <button type="button" onClick={() => useGallery.getState().show(true)}>
        Start from an example
      </button>
    </div>
  );
}
