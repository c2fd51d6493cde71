/** The mark: a line that falls and recovers. */
export function BrandMark() {
  return (
    <span className="brand">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 18 9 6l4 8 3-5 5 9" />
      </svg>
      <h1>Faultyard</h1>
    </span>
  );
}
