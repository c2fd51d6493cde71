import "./part-bars.css";

/** More do not fit on a face: these are the first of them. */
const MOST = 32;

/** A small bar for each part of a node; the frames write their heights. */
export function PartBars({ title, count }: { readonly title: string; readonly count: number }) {
  return (
    <div className="face-parts" title={title}>
      {Array.from({ length: Math.min(MOST, count) }, (_, part) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its number.
        <i key={part} data-part={part} />
      ))}
    </div>
  );
}
