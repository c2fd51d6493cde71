import { useStore } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { HOP_CODES, HOP_COLUMNS } from "../../lab/frame";
import { live, onFrame } from "../stores/live";
import { useRun } from "../stores/run-store";
import { drawDot } from "./dot-shapes";
import { pointOnLink } from "./link-paths";
import "./particles.css";

/** The least time a message is in view [ms of the wall clock]: real hops are often shorter than a blink. */
const LEAST_VISIBLE_MS = 450;
const MOST_DOTS = 700;
/** Lost messages fade half-way. */
const LOST_AT = 0.5;

interface Dot {
  readonly link: string;
  readonly departMs: number;
  readonly lastsMs: number;
  readonly lost: boolean;
  readonly code: number;
}

/**
 * The messages on the links, on one canvas above the diagram. A dot's place follows from its hop's departure and
 * arrival and the simulated clock; nothing is animated on its own account.
 */
export function ParticleLayer() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const transform = useStore((state) => state.transform);
  const view = useRef(transform);
  view.current = transform;
  const still = useReducedMotion();
  useEffect(() => {
    if (canvas.current === null || still) return;
    return animate(canvas.current, () => view.current);
  }, [still]);
  return still ? null : <canvas ref={canvas} className="particles" aria-hidden="true" />;
}

function animate(element: HTMLCanvasElement, transform: () => readonly [number, number, number]): () => void {
  const context = element.getContext("2d");
  if (context === null) return () => {};
  let dots: Dot[] = [];
  let clockMs = 0;
  let wallMs = performance.now();
  let request = 0;
  let lastFrame = live.frame;
  const stop = onFrame(() => {
    const { frame } = live;
    if (frame === null || frame === lastFrame) {
      if (frame === null) dots = [];
      lastFrame = frame;
      return;
    }
    if (lastFrame === null || frame.nowMs < lastFrame.nowMs) {
      dots = [];
      clockMs = Math.max(0, frame.nowMs - 50);
    }
    lastFrame = frame;
    dots.push(...hopsOf(frame.hops));
    if (dots.length > MOST_DOTS) dots.splice(0, dots.length - MOST_DOTS);
  });
  const at = { x: 0, y: 0 };
  const draw = (now: number) => {
    request = requestAnimationFrame(draw);
    const { state, speed } = useRun.getState();
    const pace = Number.isFinite(speed) ? speed : 1000;
    // A tab that was hidden goes on where it was; it does not jump.
    const elapsed = Math.min(100, now - wallMs);
    wallMs = now;
    const head = live.frame?.nowMs ?? 0;
    if (state === "running") clockMs = Math.min(head, clockMs + elapsed * pace);
    else if (state === "finished") clockMs += elapsed * pace;
    // Never further behind than a few frames: a faster speed or a slow page is caught up with.
    if (head - clockMs > 250 * pace) clockMs = head - 50 * pace;
    const ratio = devicePixelRatio;
    const { clientWidth, clientHeight } = element;
    if (element.width !== Math.round(clientWidth * ratio) || element.height !== Math.round(clientHeight * ratio)) {
      element.width = Math.round(clientWidth * ratio);
      element.height = Math.round(clientHeight * ratio);
    }
    const [x, y, zoom] = transform();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, element.width, element.height);
    context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
    const style = getComputedStyle(element);
    dots = dots.filter((dot) => {
      const shown = Math.max(dot.lastsMs / pace, LEAST_VISIBLE_MS);
      const share = (clockMs - dot.departMs) / pace / shown;
      if (share < 0) return true;
      if (share > 1 || (dot.lost && share > LOST_AT)) return false;
      const back = HOP_CODES[dot.code] === "reply" || HOP_CODES[dot.code] === "error";
      if (!pointOnLink(dot.link, back ? 1 - share : share, at)) return true;
      drawDot(context, style, HOP_CODES[dot.code] ?? "request", at.x, at.y, dot.lost ? 1 - share / LOST_AT : 1);
      return true;
    });
  };
  request = requestAnimationFrame(draw);
  return () => {
    stop();
    cancelAnimationFrame(request);
  };
}

function hopsOf(hops: Float64Array): Dot[] {
  const dots: Dot[] = [];
  for (let i = 0; i < hops.length; i += HOP_COLUMNS.length) {
    const departMs = hops[i + 1] ?? 0;
    const arriveMs = hops[i + 2] ?? Number.NaN;
    const lost = Number.isNaN(arriveMs);
    const link = live.layout?.linkIds[hops[i] ?? -1];
    if (link === undefined) continue;
    dots.push({ link, departMs, lastsMs: lost ? 0 : arriveMs - departMs, lost, code: hops[i + 3] ?? 0 });
  }
  return dots;
}

function useReducedMotion(): boolean {
  const [still, setStill] = useState(() => matchMedia("(prefers-reduced-motion: reduce)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-reduced-motion: reduce)");
    const change = () => setStill(query.matches);
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, []);
  return still;
}
