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
  const rest = at - i;
  const { points } = path;
  out.x = points[2 * i]! + rest * (points[2 * i + 2]! - points[2 * i]!);
  out.y = points[2 * i + 1]! + rest * (points[2 * i + 3]! - points[2 * i + 1]!);
  return true;
}
