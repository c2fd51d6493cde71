import { bucketStart, type Histogram } from "../src/base/histogram";

/** Visits every bucket that holds something, in rising order, with its bounds [ms]. */
export function visitBuckets(histogram: Histogram, visit: (fromMs: number, toMs: number, count: number) => void): void {
  const { firstBucket, counts } = histogram.part();
  counts.forEach((count, i) => {
    if (count > 0) visit(bucketStart(firstBucket + i), bucketStart(firstBucket + i + 1), count);
  });
}
