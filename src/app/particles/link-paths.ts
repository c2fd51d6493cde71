/** Points along each link's curve, so that a message's place is a look-up: 33 of them, x and y in turn. */
const SAMPLES = 33;

interface LinkPath {
  readonly d: string;
  readonly points: Float32Array;
}

const paths = new Map<string, LinkPath>();

export function rememberLinkPath(id: string, d: string): void {
  if (paths.get(id)?.d === d) return;
  const curve = document.createElementNS("http://www.w3.org/2000/svg", "path");
  curve.setAttribute("d", d);
  const points = new Float32Array(2 * SAMPLES);
  // A page without layout, in a test, has no geometry; then nothing is drawn.
  const length = typeof curve.getTotalLength === "function" ? curve.getTotalLength() : 0;
  for (let i = 0; i < SAMPLES && length > 0; i++) {
    const { x, y } = curve.getPointAtLength((length * i) / (SAMPLES - 1));
    points[2 * i] = x;
    points[2 * i + 1] = y;
  }
  paths.set(id, { d, points });
}

export function forgetLinkPath(id: string): void {
  paths.delete(id);
}

/** Writes the point at `share` (0 at the caller, 1 at the callee) into `out`; false for an unknown link. */
export function pointOnLink(id: string, share: number, out: { x: number; y: number }): boolean {
  const path = paths.get(id);
  if (path === undefined) return false;
  const at = Math.min(1, Math.max(0, share)) * (SAMPLES - 1);
  const i = Math.min(SAMPLES - 2, Math.floor(at));
  out.x = between(path.points, 2 * i, at - i);
  out.y = between(path.points, 2 * i + 1, at - i);
  return true;
}

/** A coordinate between one sampled point and the next. */
function between(points: Float32Array, at: number, share: number): number {
  const from = points[at] as number;
  return from + share * ((points[at + 2] as number) - from);
}
