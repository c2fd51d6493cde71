import { type KeyboardEvent, type MouseEvent, useId, useRef, useState } from "react";
import type { ReplicationsSummary, Sample } from "../../lab/replications";
import type { MetricId, QuantileId } from "../../lab/statistics/metrics";
import { metricTitle } from "../statistics/figure-scale";
import { SeedReading } from "./seed-reading";
import { SeedWhisker } from "./seed-whisker";
import { lanesFor, place } from "./strip-geometry";
import { stripView } from "./strip-view";
import { StripWords } from "./strip-words";
import "./seed-strip.css";

interface SeedStripProps {
  readonly id: MetricId;
  readonly summary: ReplicationsSummary;
  /** The seed that the document has now. */
  readonly ownSeed: number;
  /** The seed that is pointed at, in whichever strip. */
  readonly pointed: number | null;
  readonly onPoint: (seed: number | null) => void;
  readonly onTake: (sample: Sample) => void;
}

/** Lanes of dots, and how far apart two in one lane stand [% of the width]: a dot's width where a strip is narrowest. */
const LANES = 5;
const GAP = 2.4;
/** From lane to lane [px]. */
const LANE = 6;
/** How near to a dot the pointer must be [px]. */
const REACH = 24;

/** One figure over all seeds: a dot each, the mean and its interval below, and the same in words. */
export function SeedStrip({ id, summary, ownSeed, pointed, onPoint, onTake }: SeedStripProps) {
  const base = useId();
  const strip = useRef<HTMLDivElement>(null);
  /** Here and not in another strip: every strip marks the seed, one reads it. */
  const [here, setHere] = useState(false);
  const view = stripView(id, summary);
  const { dots, range, scale } = view;
  const tooFew = summary.tooFew[id as QuantileId];
  const places = dots.map(({ value }) => place(range, value));
  const lanes = lanesFor(places, GAP, LANES);
  const at = dots.findIndex(({ sample }) => sample.seed === pointed);
  const reading = dots[at];

  const nearest = (event: MouseEvent) => {
    const box = strip.current?.getBoundingClientRect();
    if (box === undefined || dots.length === 0) return null;
    const x = event.clientX - box.left;
    const y = event.clientY - box.top - box.height / 2;
    const distance = (i: number) => Math.hypot(((places[i] ?? 0) / 100) * box.width - x, (lanes[i] ?? 0) * LANE - y);
    const closest = dots.reduce((best, _, i) => (distance(i) < distance(best) ? i : best), 0);
    return distance(closest) <= REACH ? (dots[closest]?.sample ?? null) : null;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: dots.length - 1 }[event.key];
    if (to !== undefined) onPoint(dots[Math.min(dots.length - 1, Math.max(0, to))]?.sample.seed ?? null);
    else if (event.key === "Enter" || event.key === " ") {
      if (reading !== undefined) onTake(reading.sample);
    } else return;
    event.preventDefault();
  };

  return (
    <section className="repeat-strip" aria-labelledby={`${base}-title`} data-grey={tooFew !== undefined}>
      <h4 id={`${base}-title`}>{metricTitle(id)}</h4>
      <StripWords id={id} summary={summary} tooFew={tooFew} />
      <div
        ref={strip}
        className="repeat-dots"
        role="listbox"
        aria-label={`${metricTitle(id)} by seed. Arrow keys go through the seeds, Enter takes one into the document.`}
        aria-activedescendant={reading === undefined ? undefined : `${base}-${reading.sample.seed}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => setHere(true)}
        onBlur={() => {
          setHere(false);
          onPoint(null);
        }}
        onPointerEnter={() => setHere(true)}
        onPointerMove={(event) => onPoint(nearest(event)?.seed ?? null)}
        onPointerLeave={() => {
          setHere(false);
          onPoint(null);
        }}
        onClick={(event) => {
          const sample = nearest(event);
          if (sample !== null) onTake(sample);
        }}
      >
        {dots.map(({ sample, value }, i) => (
          <span
            key={sample.seed}
            id={`${base}-${sample.seed}`}
            className="repeat-dot"
            role="option"
            tabIndex={-1}
            aria-selected={sample.seed === ownSeed}
            aria-label={`seed ${sample.seed}, ${scale.print(value)}, run hash ${sample.runHash}`}
            data-pointed={i === at}
            style={{ left: `${places[i]}%`, top: `calc(50% + ${(lanes[i] ?? 0) * LANE}px)` }}
          />
        ))}
        {here && reading !== undefined && (
          <SeedReading
            sample={reading.sample}
            value={scale.print(reading.value)}
            place={places[at] ?? 0}
            own={reading.sample.seed === ownSeed}
          />
        )}
      </div>
      <SeedWhisker estimate={summary.estimates[id]} view={view} />
    </section>
  );
}
