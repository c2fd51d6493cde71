import { problemText } from "../base/problem";
import type { CreateSession, Session } from "../lab/session";
import type { Topology } from "../topology/schema";
import { buffersOf, createFrameGate } from "./frame-gate";
import { createHopSampler } from "./hop-sampler";
import { createPacer } from "./pacer";
import type { FromWorker, RunState, ToWorker } from "./protocol";

/** A slice ends at the first of these, so that a message from the page never waits long. */
const SLICE_EVENTS = 4000;
const SLICE_SIM_MS = 600_000;
const SLICE_WALL_MS = 10;
/** How long to rest when the run has caught up with the clock [ms]. */
const REST_MS = 8;
const FRAME_MS = 33;
/** As fast as possible, frames are progress rather than pictures. */
const PROGRESS_FRAME_MS = 100;
/** What snapshots of one run may take. */
const SNAPSHOT_BYTES = 128 * 1024 * 1024;

/** The world around the host; a test hands in its own clock and queue. */
export interface HostOutside {
  readonly createSession: CreateSession;
  /** Wall time [ms]. */
  now(): number;
  post(message: FromWorker, transfer: ArrayBuffer[]): void;
  /** After the messages that are waiting. */
  soon(run: () => void): void;
  later(run: () => void, ms: number): void;
  /** As soon as sessions can give results: what judges a run may have to be loaded first. */
  whenJudging(run: () => void): void;
}

/** Plays one session at a time and answers the page; the worker around it is only wiring. */
export function createSimulationHost(outside: HostOutside): { receive(message: ToWorker): void } {
  const { now } = outside;
  const pacer = createPacer(now);
  const sampler = createHopSampler(now);
  const gate = createFrameGate(now);
  let topology: Topology | null = null;
  /** The drill that is played. */
  let drill: string | undefined;
  let session: Session | null = null;
  let state: RunState = "idle";
  let speed = 1;
  let oneIn = 1;
  let resultDue = false;
  let scheduled = false;
  /** Where a run on its way ahead pauses by itself [ms]. */
  let pauseAtMs = Number.POSITIVE_INFINITY;

  const post = (message: FromWorker) => outside.post(message, []);

  function begin(next: Topology): Session | null {
    topology = next;
    session = null;
    resultDue = false;
    const made = outside.createSession(next, drill);
    if (!made.ok) {
      state = "idle";
      post({ type: "refused", problems: made.error });
      return null;
    }
    session = made.value;
    session.sampleHops(oneIn);
    session.keepSnapshots(SNAPSHOT_BYTES);
    state = state === "running" ? "running" : "idle";
    pacer.start(0, speed);
    gate.hurry();
    return session;
  }

  function load(next: Topology): void {
    const made = begin(next);
    if (made !== null) post({ type: "loaded", layout: made.layout });
  }

  function retune(next: Topology): void {
    if (session === null) {
      load(next);
      return;
    }
    if (session.retune(next)) {
      topology = next;
      post({ type: "retuned", live: true, layout: session.layout });
      return;
    }
    const made = begin(next);
    if (made !== null) post({ type: "retuned", live: false, layout: made.layout });
  }

  function play(at: number): void {
    if (session === null || session.finished()) return;
    speed = at;
    state = "running";
    pauseAtMs = Number.POSITIVE_INFINITY;
    sample(sampler.begin(speed));
    pacer.start(session.nowMs(), speed);
    gate.hurry();
    schedule();
  }

  function sample(n: number): void {
    oneIn = n;
    session?.sampleHops(n);
  }

  function schedule(rest = false): void {
    if (scheduled) return;
    scheduled = true;
    const run = () => {
      scheduled = false;
      guard(slice);
    };
    if (rest) outside.later(run, REST_MS);
    else outside.soon(run);
  }

  function slice(): void {
    if (session === null || state !== "running") return;
    const deadline = now() + SLICE_WALL_MS;
    const due = Math.min(pacer.dueMs(), session.layout.durationMs, pauseAtMs);
    let reached = false;
    while (!reached && !session.finished() && now() < deadline) {
      const until = Math.min(due, session.nowMs() + SLICE_SIM_MS);
      reached = session.advance(until, SLICE_EVENTS) && until === due;
    }
    pacer.settle(session.nowMs());
    if (session.finished()) finish();
    else if (session.nowMs() >= pauseAtMs) pause();
    else schedule(reached);
    sendFrame();
  }

  function pause(): void {
    if (state === "running") state = "paused";
    gate.hurry();
  }

  function seek(toMs: number): void {
    if (session === null) return;
    if (toMs > session.nowMs()) {
      play(Number.POSITIVE_INFINITY);
      pauseAtMs = toMs;
      return;
    }
    session.rewind(toMs);
    state = "paused";
    resultDue = false;
    gate.hurry();
    post({ type: "rewound", layout: session.layout });
  }

  function finish(): void {
    state = "finished";
    resultDue = true;
    gate.hurry();
  }

  function step(): void {
    if (session === null || session.finished()) return;
    if (oneIn === 0) sample(sampler.begin(1));
    session.step();
    state = "paused";
    if (session.finished()) finish();
    gate.hurry();
  }

  function sendFrame(): void {
    if (session === null) return;
    const interval = state !== "running" ? Number.POSITIVE_INFINITY : speed === Number.POSITIVE_INFINITY ? PROGRESS_FRAME_MS : FRAME_MS;
    if (!gate.open(interval)) return;
    const frame = session.frame();
    gate.spend();
    const share = sampler.count(frame.hops.length / 4);
    if (share !== null) sample(share);
    outside.post({ type: "frame", frame, state }, buffersOf(frame));
    if (resultDue || state === "paused") conclude(session);
    resultDue = false;
  }

  /** Tells what a run that stands still has come to, unless it goes on before that is known. */
  function conclude(stopped: Session): void {
    outside.whenJudging(() =>
      guard(() => {
        if (session !== stopped) return;
        if (state === "finished") post({ type: "finished", result: stopped.result() });
        else if (state === "paused") post({ type: "judged", statistics: stopped.result().statistics });
      }),
    );
  }

  function inject(fault: Extract<ToWorker, { type: "inject" }>["fault"]): void {
    if (session === null || topology === null || session.finished()) return;
    const entry = session.inject(fault);
    topology = { ...topology, faults: [...topology.faults.filter(({ id }) => id !== entry.id), entry] };
    gate.hurry();
    post({ type: "faulted", fault: entry, layout: session.layout });
  }

  function clear(faultId: string): void {
    if (session === null || topology === null || session.finished()) return;
    const endMs = session.clear(faultId);
    const faults = topology.faults.flatMap((fault) => {
      if (fault.id !== faultId) return [fault];
      return endMs > fault.startMs ? [{ ...fault, durationMs: endMs - fault.startMs }] : [];
    });
    topology = { ...topology, faults };
    gate.hurry();
    post({ type: "cleared", faultId, endMs });
  }

  function obey(message: ToWorker): void {
    switch (message.type) {
      case "load":
        state = "idle";
        drill = message.drill;
        load(message.topology);
        break;
      case "play":
        play(message.speed);
        break;
      case "pause":
        pause();
        break;
      case "step":
        step();
        break;
      case "restart":
        if (topology !== null) load(topology);
        break;
      case "seek":
        seek(message.toMs);
        break;
      case "inject":
        inject(message.fault);
        break;
      case "clear":
        clear(message.faultId);
        break;
      case "retune":
        retune(message.topology);
        break;
      case "unload":
        session = null;
        topology = null;
        state = "idle";
        break;
      case "credit":
        gate.refill();
        break;
    }
    if (state === "running") schedule();
    sendFrame();
  }

  /** A defect in the simulation must not leave a dead page: it is told, and the next load starts afresh. */
  function guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      session = null;
      state = "idle";
      post({ type: "crashed", message: problemText(defect(error)) });
    }
  }

  return { receive: (message) => guard(() => obey(message)) };
}

function defect(error: unknown) {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    path: "",
    message: `The simulation stopped: ${reason.replace(/[.\s]*$/, "")}.`,
    remedy: "Restart the run. If it happens again, export the document and report it with the file.",
    severity: "error" as const,
  };
}
