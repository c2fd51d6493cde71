/** What to do with an empty canvas. */
export function EmptyHint() {
  return (
    <div className="empty-hint">
      <p>Drag components here, or press Enter on one in the palette.</p>
      <p>A client, a server and a link between them are enough to run.</p>
    </div>
  );
}
