import { FRAGMENT_FORMAT } from "../../topology/edit/fragment";
import { compactTopology } from "../../topology/export";
import type { Topology } from "../../topology/schema";
import { isShareFragment } from "../../topology/share-fragment";
import { importText, openDocument } from "./actions";
import { listDocuments } from "./device";
import { useDocumentDialogs } from "./dialog-store";
import { readFile } from "./files";
import { isOpenElsewhere } from "./open-document";
import { readText } from "./read-text";

/** Opens the document in a link's fragment; a damaged one leaves the open document and says so. */
export async function openShareFragment(hash: string): Promise<boolean> {
  const { decodeShare } = await import("../../topology/share");
  const decoded = await decodeShare(hash);
  if (decoded.ok) return (await openSame(decoded.value)) || importText(decoded.value, "The link");
  useDocumentDialogs.getState().refuse({ source: "The link", problems: [decoded.error], salvaged: null });
  return false;
}

/** The same link followed twice opens the same document, as long as it was not changed: no pile of equal copies. */
async function openSame(text: string): Promise<boolean> {
  const parsed = await readText(text);
  if (!parsed.ok) return false;
  const wanted = withoutView(parsed.value.topology);
  const documents = await listDocuments().catch(() => []);
  const stored = await Promise.all(documents.map(({ json }) => readText(json)));
  const same = documents.find((_, i) => {
    const read = stored[i];
    return read?.ok === true && withoutView(read.value.topology) === wanted;
  });
  // Where another tab has it, a document of its own is of more use than following along.
  return same !== undefined && !(await isOpenElsewhere(same.id)) && openDocument(same.id);
}

const withoutView = ({ view: _view, ...topology }: Topology) => compactTopology(topology);

/** Takes the document out of the address bar: a reload should open the saved work, not the link again. */
export function clearFragment(): void {
  history.replaceState(history.state, "", `${location.pathname}${location.search}`);
}

/** Opens files dropped anywhere, documents and links pasted as text, and links followed in this tab. */
export function watchIncoming(): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  window.addEventListener(
    "dragover",
    (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
    },
    { signal },
  );
  window.addEventListener(
    "drop",
    (event) => {
      if (!carriesFiles(event)) return;
      // Without this the browser would leave the page to show the file.
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) void readFile(file).then(({ name, text }) => importText(text, name));
    },
    { signal },
  );
  document.addEventListener(
    "paste",
    (event) => {
      if (event.defaultPrevented || takesText(event.target)) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (openPasted(text)) event.preventDefault();
    },
    { signal },
  );
  window.addEventListener(
    "hashchange",
    () => {
      if (!isShareFragment(location.hash)) return;
      const { hash } = location;
      clearFragment();
      void openShareFragment(hash);
    },
    { signal },
  );
  return () => stop.abort();
}

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;

/** Pasting into a field is writing; pasting anywhere else is opening. */
function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable], dialog") !== null;
}

/** Whole documents and share links; parts of a diagram are the canvas's own business. */
function openPasted(text: string): boolean {
  const trimmed = text.trim();
  const link = /^https?:\/\/\S+?(#t=\S+)$/.exec(trimmed);
  if (link?.[1] !== undefined) {
    void openShareFragment(link[1]);
    return true;
  }
  if (!trimmed.startsWith("{") || trimmed.includes(FRAGMENT_FORMAT)) return false;
  void importText(trimmed, "The pasted text");
  return true;
}
