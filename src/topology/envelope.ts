import type { Problem } from "../base/problem";
import { fail, type Result, succeed } from "../base/result";
import { MAX_BYTES } from "./limits";
import { type Json, migrate } from "./migrations";
import { CURRENT_VERSION, FORMAT } from "./schema";
import { shapeProblem } from "./shape";

/** From foreign text to a raw document of the current version, before its fields are looked at. */
export function openEnvelope(text: string): Result<Json, Problem> {
  if (text.length > MAX_BYTES || utf8Length(text) > MAX_BYTES) {
    return refuse("", `This is larger than ${MAX_BYTES / 1e6} MB.`, "Remove parts of it: no playable topology is that large.");
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    return fail(syntaxProblem(text, error));
  }
  return openRaw(raw);
}

function openRaw(raw: unknown): Result<Json, Problem> {
  const shape = shapeProblem(raw);
  if (shape !== null) return fail(shape);
  if (!isObject(raw)) return refuse("", "This is not a Faultyard document.", "Choose a file that was exported from Faultyard.");
  if (raw.format !== FORMAT) {
    return refuse("format", "This is not a Faultyard document.", `A document says "format": "${FORMAT}" at its top.`);
  }
  const { version } = raw;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    return refuse("version", "The version of the format is missing or not a whole number.", `Write "version": ${CURRENT_VERSION}.`);
  }
  if (version > CURRENT_VERSION) {
    return refuse(
      "version",
      `This document was made by a newer Faultyard: its format is version ${version}, and this one reads up to version ${CURRENT_VERSION}.`,
      "Reload the page to get the newest Faultyard, then open it again.",
    );
  }
  return succeed(migrate(raw));
}

/** Bytes in UTF-8; half of a surrogate pair counts two of the pair's four. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

function refuse(path: string, message: string, remedy: string): Result<never, Problem> {
  return fail({ path, message, remedy, severity: "error" });
}

function syntaxProblem(text: string, error: unknown): Problem {
  if (text.trim() === "")
    return {
      path: "",
      message: "There is nothing in it.",
      remedy: "Choose another file.",
      severity: "error",
    };
  const number = /[:[,]\s*-?(NaN|Infinity|undefined)\b/.exec(text);
  if (number !== null) {
    return {
      path: "",
      message: `This is not JSON: ${number[1]} stands ${lineOf(text, number.index)}, and JSON has no such value.`,
      remedy: "Write a number there.",
      severity: "error",
    };
  }
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : "");
  const place = position === null ? "" : ` The first mistake is ${lineOf(text, Number(position[1]))}.`;
  return {
    path: "",
    message: `This is not JSON.${place}`,
    remedy: "Check that the whole text was copied.",
    severity: "error",
  };
}

function lineOf(text: string, index: number): string {
  return `on line ${text.slice(0, index).split("\n").length}`;
}
