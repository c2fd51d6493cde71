/** The arrow heads of links, one for each tone: a marker does not take its line's colour by itself. */
export function LinkMarkers() {
  return (
    <svg className="link-markers" aria-hidden="true">
      <defs>
        {(["calm", "warn", "bad"] as const).map((tone) => (
          <marker
            key={tone}
            id={`link-arrow-${tone}`}
            viewBox="0 0 10 10"
            refX="11"
            refY="5"
            markerWidth="10"
            markerHeight="10"
            orient="auto"
            markerUnits="userSpaceOnUse"
          >
            <path className={`marker-${tone}`} d="M2 1.2 8.4 5 2 8.8" />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
