import { exportTopology } from "../../topology/export";
import type { Topology } from "../../topology/schema";
import { useDocument } from "../stores/document-store";
import { type Autosave, createAutosave } from "./autosave";
import { freshDocumentId, readDocument, type StoredDocument, writeDocument } from "./device";
import { rememberDocument } from "./last-document";
import { tell } from "./notice-store";
import { type Claim, claimDocument, isHeld } from "./ownership";
import { readText } from "./read-text";
import { dropRescue, leaveRescue } from "./rescue";
import { type SaveStatus, useSaveState } from "./save-state";
import { onTabMessage, tellTabs } from "./tabs";

/**
 *            claim granted                      another tab holds it
 *  pending ----------------> owner    pending ----------------------> follower
 *  follower --(other tab closes or hands over)--> owner
 *  follower --(a change is made here)--> owner of a copy
 */
interface Current {
  readonly id: string;
  revision: number;
  role: "pending" | "owner" | "follower";
  claim: Claim;
  readonly autosave: Autosave<Topology>;
}

let current: Current | null = null;
/** A tab that the browser has put to sleep cannot answer. */
const HANDOVER_MS = 3000;
/** No document is this one, so that whatever is open counts as not kept yet. */
const NOTHING_KEPT = null as unknown as Topology;
const report = (status: SaveStatus) => useSaveState.getState().set(status);

/** Makes a document the one that is open in this tab; `revision` 0 is one that the device does not have yet. */
export async function openTopology(id: string, topology: Topology, revision: number): Promise<void> {
  await leaveDocument();
  useDocument.getState().open(id, topology);
  take(id, revision, revision === 0 ? NOTHING_KEPT : topology);
}

/** Saves and lets go of the open document. */
async function leaveDocument(): Promise<void> {
  if (current?.role === "owner" && current.autosave.dirty()) await current.autosave.flush();
  abandonDocument();
}

/** Lets go without saving, e.g. because it is being deleted. */
export function abandonDocument(): void {
  current?.autosave.stop();
  current?.claim.release();
  current = null;
}

/** Whether another tab has it open. */
export async function isOpenElsewhere(id: string): Promise<boolean> {
  return (await isHeld(id)) && !(current?.id === id && current.role === "owner");
}

/** Asks the tab that holds the document to save it and let go; the claim in line then makes this tab the owner. */
export function takeOver(): void {
  const mine = current;
  if (mine?.role !== "follower") return;
  tellTabs({ type: "handover", id: mine.id });
  setTimeout(() => {
    if (current === mine && mine.role === "follower") tell("The other tab does not answer. Edit a copy here, or close it there.");
  }, HANDOVER_MS);
}

/** Goes on under a new name, so that nothing of the original is overwritten. */
export function continueInCopy(reason: string): void {
  if (current === null) return;
  const left = current;
  left.autosave.stop();
  left.claim.release();
  const id = freshDocumentId();
  const { topology, history } = useDocument.getState();
  const renamed = { ...topology, name: `${topology.name.slice(0, 113)}, copy` };
  current = null;
  useDocument.setState({ documentId: id, topology: renamed, history: { ...history, present: renamed } });
  take(id, 0, NOTHING_KEPT);
  tell(`${reason} You go on in “${renamed.name}”.`.trim());
}

function take(id: string, revision: number, kept: Topology): void {
  rememberDocument(id);
  const autosave = createAutosave<Topology>({ current: () => useDocument.getState().topology, write, report }, kept);
  const mine: Current = { id, revision, role: "pending", claim: { release: () => {} }, autosave };
  current = mine;
  report(revision === 0 ? "saving" : "opening");
  mine.claim = claimIt(mine);
}

const claimIt = (mine: Current) =>
  claimDocument(mine.id, {
    onOwned: (waited) => {
      if (current !== mine) return;
      void (waited ? follow(mine) : Promise.resolve()).then(() => {
        if (current !== mine) return;
        mine.role = "owner";
        void mine.autosave.flush();
      });
    },
    onElsewhere: () => {
      if (current !== mine) return;
      mine.role = "follower";
      if (mine.autosave.dirty()) continueInCopy("This document is open in another tab.");
      else report("elsewhere");
    },
  });

async function write(topology: Topology): Promise<void> {
  const mine = current;
  if (mine === null || mine.role !== "owner") return;
  const next = mine.revision + 1;
  if (await writeDocument(storedForm(mine.id, topology, next))) {
    mine.revision = next;
    dropRescue(mine.id);
    tellTabs({ type: "saved", id: mine.id, revision: next });
  } else if (current === mine) {
    continueInCopy("Another tab changed this document at the same time.");
  }
}

function storedForm(id: string, topology: Topology, revision: number): StoredDocument {
  const { name, nodes, links } = topology;
  return {
    id,
    name,
    json: exportTopology(topology),
    revision,
    savedAtMs: Date.now(),
    nodes: nodes.length,
    links: links.length,
  };
}

/** Shows what the owning tab has saved; one's own view of it stays. */
async function follow(mine: Current): Promise<void> {
  const stored = await readDocument(mine.id);
  if (stored === undefined || current !== mine || stored.revision <= mine.revision) return;
  const parsed = await readText(stored.json);
  if (!parsed.ok) return;
  const { view } = useDocument.getState().topology;
  const topology = view === undefined ? parsed.value.topology : { ...parsed.value.topology, view };
  mine.revision = stored.revision;
  mine.autosave.settle(topology);
  useDocument.getState().open(mine.id, topology);
}

/** Looking around in a document that another tab holds is not a change. */
function differsBeyondView(a: Topology, b: Topology): boolean {
  return (Object.keys({ ...a, ...b }) as (keyof Topology)[]).some((key) => key !== "view" && a[key] !== b[key]);
}

/** Begins to keep the open document; returns the way to stop. */
export function keepDocument(): () => void {
  const stops = [
    useDocument.subscribe((state, before) => {
      if (current === null || state.documentId !== current.id || before.documentId !== current.id) return;
      if (state.topology === before.topology) return;
      if (current.role !== "follower") current.autosave.touch();
      else if (!current.autosave.dirty()) return;
      else if (differsBeyondView(state.topology, before.topology)) continueInCopy("This document is open in another tab.");
      else current.autosave.settle(state.topology);
    }),
    onTabMessage((message) => {
      if (current === null || !("id" in message) || message.id !== current.id) return;
      const mine = current;
      if (message.type === "saved" && mine.role === "follower") void follow(mine);
      if (message.type === "handover" && mine.role === "owner") void handOver(mine);
    }),
    listen(window, "pagehide", saveNow),
    listen(document, "visibilitychange", () => {
      if (document.visibilityState === "hidden") saveNow();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

async function handOver(mine: Current): Promise<void> {
  await mine.autosave.flush();
  mine.role = "follower";
  mine.claim.release();
  mine.claim = claimIt(mine);
}

function saveNow(): void {
  if (current?.role !== "owner" || !current.autosave.dirty()) return;
  leaveRescue(storedForm(current.id, useDocument.getState().topology, current.revision + 1));
  void current.autosave.flush();
}

function listen(target: EventTarget, type: string, listener: () => void): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}
