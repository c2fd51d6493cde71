import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { onThemeChange } from "../charts/theme";
import { live, onFrame } from "../stores/live";
import { useRun } from "../stores/run-store";
import { readDotColours } from "./dot-shapes";
import { drawDots } from "./draw-dots";
import { createDrawingClock } from "./drawing-clock";
import { HopBuffer } from "./hop-buffer";
import { useReducedMotion } from "./reduced-motion";
import { tellTraffic } from "./traffic-store";
import "./particles.css";

/** The least time a message is in view [wall ms]: real hops are often shorter than a blink. */
const LEAST_VISIBLE_MS = 450;

type Transform = readonly [x: number, y: number, zoom: number];
interface View {
  transform(): Transform;
  subscribe(changed: () => void): () => void;
}

/**
 * The messages on the links, on one canvas above the diagram. A dot's place follows from its hop's departure and
 * arrival and the simulated clock; nothing is animated on its own account.
 */
export function ParticleLayer() {
  return useReducedMotion() ? null : <Dots />;
}

function Dots() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  useEffect(() => {
    if (canvas.current === null) return;
    return animate(canvas.current, { transform: () => store.getState().transform, subscribe: store.subscribe });
  }, [store]);
  // The figures on faces and links say in words what the dots show.
  return <canvas ref={canvas} className="particles" />;
}

function animate(element: HTMLCanvasElement, view: View): () => void {
  const context = element.getContext("2d");
  if (context === null) return () => {};
  const clock = createDrawingClock();
  const hops = new HopBuffer();
  let colours = readDotColours(element);
  let request = 0;
  let seen = live.frame;
  let slowed = false;
  let blank = false;

  /** Draws while there are messages that move; whatever may change the picture wakes it again. */
  const wake = () => {
    if (request === 0) request = requestAnimationFrame(draw);
  };
  function draw(wallMs: number): void {
    const running = useRun.getState().state === "running";
    const nowMs = clock.tick(wallMs, running);
    hops.sweep(nowMs);
    request = hops.count > 0 && !clock.settled(running) ? requestAnimationFrame(draw) : 0;
    if (blank && hops.count === 0) return;
    blank = hops.count === 0;
    clear(element, context as CanvasRenderingContext2D, view.transform());
    drawDots(context as CanvasRenderingContext2D, hops, live.layout?.linkIds ?? [], colours, nowMs);
  }
  function take(): void {
    const { frame } = live;
    if (frame === seen) return;
    if (frame === null || frame.nowMs < (seen?.nowMs ?? 0)) {
      hops.clear();
      clock.reset();
      slowed = false;
    }
    seen = frame;
    if (frame !== null) {
      const { state, speed } = useRun.getState();
      clock.arrive(frame.nowMs, performance.now(), state === "running", speed);
      slowed = hops.add(frame.hops, LEAST_VISIBLE_MS * clock.rate()) || slowed;
      if (frame.hops.length > 0 || frame.hopsOneIn === 0) tellTraffic(slowed, frame.hopsOneIn);
    }
    wake();
  }
  const size = new ResizeObserver(wake);
  size.observe(element);
  const stops = [
    onFrame(take),
    useRun.subscribe(wake),
    view.subscribe(wake),
    onThemeChange(() => {
      colours = readDotColours(element);
      wake();
    }),
    () => size.disconnect(),
    () => cancelAnimationFrame(request),
  ];
  wake();
  return () => {
    for (const stop of stops) stop();
  };
}

/** An empty canvas of the right size, in the diagram's coordinates. */
function clear(element: HTMLCanvasElement, context: CanvasRenderingContext2D, [x, y, zoom]: Transform): void {
  const ratio = devicePixelRatio;
  const width = Math.round(element.clientWidth * ratio);
  const height = Math.round(element.clientHeight * ratio);
  if (element.width !== width || element.height !== height) {
    element.width = width;
    element.height = height;
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
}
