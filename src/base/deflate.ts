/** What is used of the web's streams; browsers and Node both have them, but the core's typings know neither. */
interface Reader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
  cancel(): Promise<void>;
}
interface Transform {
  readonly readable: { getReader(): Reader };
  readonly writable: { getWriter(): { write(chunk: Uint8Array): Promise<void>; close(): Promise<void> } };
}
interface Platform {
  readonly CompressionStream: new (format: "deflate-raw") => Transform;
  readonly DecompressionStream: new (format: "deflate-raw") => Transform;
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (label: "utf-8", options: { readonly fatal: true }) => { decode(bytes: Uint8Array): string };
}
const platform = globalThis as unknown as Platform;

/** A text as raw DEFLATE of its UTF-8 (RFC 1951). */
export async function deflateText(text: string): Promise<Uint8Array> {
  const packed = await through(new platform.CompressionStream("deflate-raw"), new platform.TextEncoder().encode(text), Infinity);
  return packed ?? new Uint8Array();
}

/** The text again; null when it would unfold to more than `cap` bytes. Throws on damaged input. */
export async function inflateText(bytes: Uint8Array, cap: number): Promise<string | null> {
  const unpacked = await through(new platform.DecompressionStream("deflate-raw"), bytes, cap);
  return unpacked === null ? null : new platform.TextDecoder("utf-8", { fatal: true }).decode(unpacked);
}

/** Stops reading at the cap: of a small bomb only so much ever unfolds. */
async function through(transform: Transform, bytes: Uint8Array, cap: number): Promise<Uint8Array | null> {
  const writer = transform.writable.getWriter();
  // What goes wrong in writing also goes wrong in reading, where it is caught.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const reader = transform.readable.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const chunk = next.value ?? new Uint8Array();
    length += chunk.length;
    if (length > cap) {
      await reader.cancel();
      return null;
    }
    chunks.push(chunk);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
