import { pow } from "../base/portable-math";
import type { Stream } from "../base/stream";
import type { KeySpread } from "./operation";

/** Draws a key; a small integer, never boxed. */
export type KeySampler = () => number;

export function keySampler(spread: KeySpread, stream: Stream): KeySampler {
  switch (spread.type) {
    case "uniform":
      return () => stream.below(spread.keys);
    case "hot":
      return () => (stream.chance(spread.hotRatio) || spread.keys === 1 ? 0 : 1 + stream.below(spread.keys - 1));
    case "zipf":
      return zipf(spread.keys, spread.exponent, stream);
  }
}

/** Key k has weight 1/(k+1)^s; Vose's alias table: one draw, whatever the number of keys. */
function zipf(keys: number, exponent: number, stream: Stream): KeySampler {
  const share = new Float64Array(keys);
  const alias = new Int32Array(keys);
  let sum = 0;
  for (let k = 0; k < keys; k++) {
    share[k] = pow(k + 1, -exponent);
    sum += share[k];
  }
  const small: number[] = [];
  const large: number[] = [];
  for (let k = 0; k < keys; k++) {
    share[k] *= keys / sum;
    (share[k] < 1 ? small : large).push(k);
  }
  while (small.length > 0 && large.length > 0) {
    const less = small.pop() as number;
    const more = large.pop() as number;
    alias[less] = more;
    share[more] -= 1 - share[less];
    (share[more] < 1 ? small : large).push(more);
  }
  for (const rest of [...small, ...large]) share[rest] = 1;
  return () => {
    const k = stream.below(keys);
    return stream.chance(share[k]) ? k : alias[k];
  };
}
