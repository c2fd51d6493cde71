import type { Family } from "../../catalog/define";

/** An icon from the catalog in the tint of its family. */
export function KindTile({ paths, family }: { readonly paths: readonly string[]; readonly family: Family | "boundary" }) {
  return (
    <span className={`kind-tile kind-tile-${family}`}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {paths.map((path) => (
          <path key={path} d={path} />
        ))}
      </svg>
    </span>
  );
}
