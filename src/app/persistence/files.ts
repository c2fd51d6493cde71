/** A download of a text under a name. */
export function downloadText(name: string, text: string, type = "application/json"): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // Some browsers begin to read only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** "Checkout, two zones" as `checkout-two-zones.json`. */
export function fileNameOf(title: string, extension = "json"): string {
  const stem = title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{Mark}+/gu, "")
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${stem === "" ? "topology" : stem}.${extension}`;
}

/** Larger files are not even read: the text would be refused anyway. */
const MAX_FILE_BYTES = 6_000_000;

export interface PickedFile {
  readonly name: string;
  readonly text: string;
}

/** The text of a file; what is far too large arrives as text that the parser refuses with the right words. */
export async function readFile(file: File): Promise<PickedFile> {
  const text = file.size > MAX_FILE_BYTES ? " ".repeat(MAX_FILE_BYTES) : await file.text();
  return { name: file.name, text };
}

/** The browser's own file picker; null when the person cancels. */
export function pickFile(): Promise<PickedFile | null> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,application/json";
  // In the page, so that it can be reached by tests and by assistive technology; it is never shown.
  input.hidden = true;
  input.dataset.testid = "import-file";
  document.body.append(input);
  return new Promise((resolve) => {
    const done = (file: File | undefined) => {
      input.remove();
      resolve(file === undefined ? null : readFile(file));
    };
    input.addEventListener("change", () => done(input.files?.[0]));
    input.addEventListener("cancel", () => done(undefined));
    input.click();
  });
}
