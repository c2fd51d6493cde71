const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const CODES = new Map([...ALPHABET].map((letter, code) => [letter, code]));

/** Bytes as base64 in the alphabet of RFC 4648 section 5, without padding. */
export function encodeBase64url(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const triple = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const letters = left >= 3 ? 4 : left + 1;
    for (let n = 0; n < letters; n++) parts.push(ALPHABET.charAt((triple >> (18 - 6 * n)) & 63));
  }
  return parts.join("");
}

/** The bytes of a text; null when it is not base64url. */
export function decodeBase64url(text: string): Uint8Array | null {
  const length = text.replace(/={1,2}$/, "").length;
  if (length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const code = CODES.get(text.charAt(i));
    if (code === undefined) return null;
    held = ((held << 6) | code) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 255;
  }
  return bytes;
}
