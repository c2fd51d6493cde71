import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { encodeBase64url } from "../base/base64url";
import { sampleDocument } from "../testing/sample";
import { topologySchema } from "./schema";
import { decodeShare, encodeShare, MAX_LINK_LENGTH } from "./share";

const topology = topologySchema.parse(sampleDocument());
const messageOf = async (hash: string) => {
  const decoded = await decodeShare(hash);
  return decoded.ok ? null : decoded.error.message;
};

describe("share links", () => {
  it("keep the document behind the hash, in letters that no program touches", async () => {
    const link = await encodeShare(topology, "https://example.org/play/");
    expect(link.ok && link.value).toMatch(/^https:\/\/example\.org\/play\/#t=1\.[A-Za-z0-9_-]+$/);
  });

  it("say when a document is too long for a link", async () => {
    // Hardly compressible: a different note each.
    const notes = Array.from({ length: 400 }, (_, i) => ({
      id: `note-${i}`,
      text: Array.from({ length: 60 }, (_, n) => ((i * 7919 + n * 104_729) ** 2).toString(36)).join(""),
      position: { x: 0, y: 0 },
      size: { width: 100, height: 100 },
    }));
    const link = await encodeShare({ ...topology, notes }, "https://example.org/");
    expect(link.ok).toBe(false);
    expect(!link.ok && link.error.message).toContain(String(MAX_LINK_LENGTH));
    expect(!link.ok && link.error.remedy).toContain("Export");
  });

  it.each(["#t=1.", "#t=", "#t=1.a", "#t=1.@@@@", "#t=1.AAAA", "#x=1.AAAA", "#t=1.hello_world"])("call %s damaged", async (hash) => {
    expect(await messageOf(hash)).toContain("damaged");
  });

  it("call a link damaged that was cut off", async () => {
    const link = await encodeShare(topology, "");
    expect(await messageOf(link.ok ? link.value.slice(0, -40) : "")).toContain("damaged");
  });

  it("have a sentence for forms of the future", async () => {
    expect(await messageOf("#t=2.AAAA")).toContain("newer Faultyard");
  });

  it("stop unpacking a deflate bomb at the cap", async () => {
    const bomb = deflateRawSync(Buffer.alloc(100_000_000), { level: 9 });
    expect(bomb.length).toBeLessThan(150_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(await messageOf(`#t=1.${encodeBase64url(bomb)}`)).toBe("This link unpacks to more than 5 MB.");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  it("refuse bytes that are not UTF-8", async () => {
    expect(await messageOf(`#t=1.${encodeBase64url(deflateRawSync(Buffer.from([0xff, 0xfe, 0x7b])))}`)).toContain("damaged");
  });
});
