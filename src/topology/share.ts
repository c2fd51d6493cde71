import { decodeBase64url, encodeBase64url } from "../base/base64url";
import { deflateText, inflateText } from "../base/deflate";
import type { Problem } from "../base/problem";
import { fail, type Result, succeed } from "../base/result";
import { compactTopology } from "./export";
import { MAX_BYTES } from "./limits";
import type { Topology } from "./schema";

/** Longer links are cut or refused by chat and mail programs; browsers themselves take more. */
export const MAX_LINK_LENGTH = 32_000;

const DAMAGED = "This link is damaged: part of it is missing or changed.";

/** `base#t=1.<base64url(deflate-raw(json))>`: behind the hash, so that it never reaches a server. */
export async function encodeShare(topology: Topology, base: string): Promise<Result<string, Problem>> {
  const packed = encodeBase64url(await deflateText(compactTopology(topology)));
  const link = `${base}#t=1.${packed}`;
  if (link.length <= MAX_LINK_LENGTH) return succeed(link);
  return fail({
    path: "",
    message: `The link would be ${link.length} characters long, and many programs cut links above ${MAX_LINK_LENGTH}.`,
    remedy: "Export the document and send the file.",
    severity: "error",
  });
}

/** The JSON text in a fragment; it is as foreign as any file, so parse it as such. */
export async function decodeShare(hash: string): Promise<Result<string, Problem>> {
  const [, form, body] = /^#t=(\d{1,6})\.(.*)$/s.exec(hash) ?? [];
  if (form === undefined || body === undefined) return broken(DAMAGED);
  if (form !== "1") {
    return fail({
      path: "",
      message: `This link was made by a newer Faultyard: it is of form ${form}, and this one reads form 1.`,
      remedy: "Reload the page to get the newest Faultyard, then open the link again.",
      severity: "error",
    });
  }
  const packed = body.length > 2 * MAX_BYTES ? null : decodeBase64url(body);
  if (packed === null || packed.length === 0) return broken(DAMAGED);
  try {
    const text = await inflateText(packed, MAX_BYTES);
    return text === null ? broken(`This link unpacks to more than ${MAX_BYTES / 1e6} MB.`) : succeed(text);
  } catch {
    return broken(DAMAGED);
  }
}

function broken(message: string): Result<never, Problem> {
  return fail({
    path: "",
    message,
    remedy: "Ask for the link again, or for the exported file.",
    severity: "error",
  });
}
