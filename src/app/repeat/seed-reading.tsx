import type { Sample } from "../../lab/replications";

interface SeedReadingProps {
  readonly sample: Sample;
  readonly value: string;
  /** Where the dot stands, in percent of the strip. */
  readonly place: number;
  /** It is the document's own seed. */
  readonly own: boolean;
}

/** A small card beside the dot that is pointed at, on the side with more room. */
export function SeedReading({ sample, value, place, own }: SeedReadingProps) {
  const side = place > 50 ? { right: `calc(${100 - place}% + 10px)` } : { left: `calc(${place}% + 10px)` };
  return (
    <div className="repeat-reading" aria-hidden="true" style={side}>
      <b>{value}</b> seed {sample.seed}
      <br />
      hash {sample.runHash.slice(0, 8)}
      <br />
      {own ? "in the document now" : "click to replay it"}
    </div>
  );
}
