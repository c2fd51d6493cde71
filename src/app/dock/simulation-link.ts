import { problemText } from "../../base/problem";
import { checkTopology } from "../../topology/check";
import { recordFault, removeFault, updateFault } from "../../topology/edit/faults";
import { firstRunExample } from "../../topology/examples/first-run";
import type { FaultEntry, Topology } from "../../topology/schema";
import { type CreateSimulationClient, createSimulationClient } from "../../worker/client";
import type { RunState } from "../../worker/protocol";
import { tell } from "../persistence/notice-store";
import { useDocument } from "../stores/document-store";
import { forgetRun, live, takeFrame, takeLayout } from "../stores/live";
import { type PlayedDrill, useRun } from "../stores/run-store";
import { faultWords } from "./fault-words";
import { sameSimulation } from "./same-simulation";

/** Edits in a row, a field being typed in say, reach the simulation as one. */
const RETUNE_DELAY_MS = 150;
const CLOCK_INTERVAL_MS = 100;

/** What a run has to show when it begins. */
const nothingFound = { result: null, runHash: null, statistics: null, edited: false } as const;
/** The run store before anything has run. */
const atZero = { state: "idle", rushing: false, nowMs: 0, ...nothingFound } as const;

let started = false;

/** Connects the open document with the simulation, once. */
export function startSimulation(): void {
  if (started) return;
  started = true;
  connectSimulation(createSimulationClient);
}

/** Document store -> worker -> run store and `live`; returns the way to stop. */
export function connectSimulation(createClient: CreateSimulationClient): () => void {
  const run = useRun.getState;
  const documents = useDocument.getState;
  /** The document as the worker knows it; null before the first. */
  let known: Topology | null = null;
  let openId = "";
  /** Loads that the worker has not answered: what it says until then is about another document. */
  let unanswered = 0;
  const stale = () => unanswered > 0 || known === null;
  let retuneTimer: ReturnType<typeof setTimeout> | undefined;
  let clockAt = Number.NEGATIVE_INFINITY;

  const client = createClient({
    loaded({ layout }) {
      unanswered = Math.max(0, unanswered - 1);
      takeLayout(layout, true);
      run().set({ problems: [], ...nothingFound });
      tellDrill({ lengthMs: layout.durationMs, report: null });
    },
    refused({ problems }) {
      unanswered = Math.max(0, unanswered - 1);
      if (run().drill !== null) {
        // What plays no drill may well run.
        load(documents().topology);
        tell(`The drill cannot run. ${problems.map(problemText).join(" ")}`);
        return;
      }
      forgetRun();
      run().set({ ...atZero, problems });
    },
    frame({ frame, state }) {
      client.send({ type: "credit" });
      if (stale()) return;
      takeFrame(frame);
      if (frame.drill !== undefined) tellDrill({ report: frame.drill });
      showClock(frame.nowMs, state);
    },
    finished({ result }) {
      if (stale()) return;
      run().set({ result, runHash: result.runHash, statistics: result.statistics, rushing: false });
      if (result.drill !== undefined) tellDrill({ report: result.drill });
    },
    judged({ statistics }) {
      if (!stale()) run().set({ statistics });
    },
    rewound({ layout }) {
      if (stale()) return;
      takeLayout(layout, true);
      run().set({ result: null, runHash: null, statistics: null });
    },
    faulted({ fault, layout }) {
      if (stale()) return;
      takeLayout(layout, false);
      record(`Break ${faultWords(documents().topology, fault)}`, (topology) => recordFault(topology, fault));
    },
    cleared({ faultId, endMs }) {
      const fault = documents().topology.faults.find(({ id }) => id === faultId);
      if (stale() || fault === undefined) return;
      const words = `Mend ${faultWords(documents().topology, fault)}`;
      const durationMs = endMs - fault.startMs;
      record(words, (topology) => (durationMs > 0 ? updateFault(topology, faultId, { durationMs }) : removeFault(topology, faultId)));
    },
    retuned({ live: wasLive, layout }) {
      takeLayout(layout, !wasLive);
      run().set(wasLive ? { problems: [], edited: run().nowMs > 0 } : { problems: [], ...nothingFound });
      if (!wasLive) tellDrill({ lengthMs: layout.durationMs, report: null, topology: asPlayed(known ?? documents().topology) });
    },
    crashed({ message }) {
      unanswered = 0;
      run().set({
        state: "idle",
        rushing: false,
        problems: [{ path: "", message, remedy: "", severity: "error" }],
      });
    },
  });

  /** What is new of the drill that is played, if one is. */
  function tellDrill(news: Partial<PlayedDrill>): void {
    const { drill } = run();
    if (drill !== null) run().set({ drill: { ...drill, ...news } });
  }

  function showClock(nowMs: number, state: RunState): void {
    const wall = performance.now();
    const changed = state !== run().state;
    if (!changed && state === "running" && wall - clockAt < CLOCK_INTERVAL_MS) return;
    clockAt = wall;
    // What was known of the figures was known of the run so far.
    const change = state === "running" ? { statistics: null } : { rushing: false };
    run().set({ nowMs: Math.floor(nowMs), state, ...change });
  }

  /** Writes into the document what the worker already did; other edits that still wait to be sent stay waiting. */
  function record(label: string, edit: (topology: Topology) => Topology): void {
    const inStep = known !== null && sameSimulation(known, documents().topology);
    const next = edit(documents().topology);
    if (inStep) known = next;
    else if (known !== null) known = edit(known);
    documents().change(label, () => next);
    tellDrill({ topology: asPlayed(next) });
  }

  /** Begins anew, with one of the document's drills or without; false where the document cannot run. */
  function load(topology: Topology, drillId?: string): boolean {
    clearTimeout(retuneTimer);
    run().set({ ...atZero, problems: [], drill: null });
    if (!admit(topology)) return false;
    known = topology;
    unanswered++;
    if (drillId === undefined) client.send({ type: "load", topology });
    else {
      run().set({ drill: { id: drillId, topology, lengthMs: 0, report: null } });
      client.send({ type: "load", topology, drill: drillId });
    }
    return true;
  }

  function retune(): void {
    const { topology } = documents();
    if ((known !== null && sameSimulation(known, topology)) || !admit(topology)) return;
    known = topology;
    client.send({ type: "retune", topology: asPlayed(topology) });
  }

  /** A drill that is being played stays as it was when it began. */
  function asPlayed(topology: Topology): Topology {
    const { drill } = run();
    if (drill === null) return topology;
    const { drills, objectives } = drill.topology;
    return { ...topology, drills, objectives };
  }

  /** The document is valid by its schema, but while it is being drawn its parts may not fit together yet. */
  function admit(topology: Topology): boolean {
    const problems = checkTopology(topology).filter(({ severity }) => severity === "error");
    if (problems.length === 0) return true;
    known = null;
    client.send({ type: "unload" });
    forgetRun();
    run().set({ ...atZero, problems, drill: null });
    return false;
  }

  function open(): void {
    const { documentId, topology } = documents();
    const first = openId === "";
    openId = documentId;
    load(topology);
    if (first && sameSimulation(topology, firstRunExample())) play(run().speed);
  }

  function play(speed: number): void {
    if (run().state === "finished") restart();
    client.send({ type: "play", speed });
  }

  function restart(): void {
    if (known === null) return;
    unanswered++;
    client.send({ type: "restart" });
  }

  const unsubscribe = useDocument.subscribe((now, before) => {
    if (now.documentId !== openId) return open();
    if (now.topology === before.topology || now.documentId === "") return;
    clearTimeout(retuneTimer);
    retuneTimer = setTimeout(retune, RETUNE_DELAY_MS);
  });

  run().set({
    controls: {
      play: () => play(run().speed),
      pause: () => client.send({ type: "pause" }),
      step() {
        if (run().state !== "finished") client.send({ type: "step" });
      },
      restart,
      seek: (toMs) => client.send({ type: "seek", toMs }),
      setSpeed(speed) {
        run().set({ speed, rushing: false });
        if (run().state === "running") client.send({ type: "play", speed });
      },
      runToEnd() {
        run().set({ rushing: true });
        play(Number.POSITIVE_INFINITY);
      },
      inject(fault) {
        if (run().state === "finished") tellEnded();
        else client.send({ type: "inject", fault });
      },
      clear: (faultId) => mend(faultId),
      playDrill(id, rush) {
        if (!load(documents().topology, id)) return;
        run().set({ rushing: rush });
        play(rush ? Number.POSITIVE_INFINITY : run().speed);
      },
      leaveDrill: () => void load(documents().topology),
    },
  });
  if (documents().documentId !== "") open();

  function mend(faultId: string): void {
    const { topology, change } = documents();
    const fault = topology.faults.find(({ id }) => id === faultId);
    if (fault === undefined) return;
    if (run().state === "finished") tellEnded();
    else if (isActive(faultId)) client.send({ type: "clear", faultId });
    else change(`Remove ${faultWords(topology, fault)}`, (document) => removeFault(document, faultId));
  }

  function tellEnded(): void {
    tell("The run has ended, so nothing can be broken or mended in it now.", {
      label: "Run again",
      run: () => play(run().speed),
    });
  }

  return () => {
    clearTimeout(retuneTimer);
    unsubscribe();
    client.destroy();
  };
}

/** Whether a fault is acting in the frame that is shown. */
export function isActive(faultId: FaultEntry["id"]): boolean {
  const index = live.layout?.faultIds.indexOf(faultId) ?? -1;
  return index >= 0 && live.frame?.activeFaults[index] === 1;
}
