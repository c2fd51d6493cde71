import type * as z from "zod";
import { valueAt } from "./path-text";

interface Words {
  readonly message: string;
  readonly remedy: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** One of zod's issues in a person's words: what is wrong, and what would be right. */
export function wordsOf(issue: z.core.$ZodIssue, root: unknown): Words {
  const value = valueAt(root, issue.path);
  switch (issue.code) {
    case "invalid_type":
      return typeWords(issue.expected, value);
    case "too_big":
      return boundWords(issue.origin, "most", Number(issue.maximum), issue.inclusive !== false, value);
    case "too_small":
      return boundWords(issue.origin, "least", Number(issue.minimum), issue.inclusive !== false, value);
    case "unrecognized_keys":
      return {
        message: `${issue.keys.map(shown).join(", ")} ${issue.keys.length === 1 ? "is not a field" : "are not fields"} here.`,
        remedy: "Remove it, or check its spelling.",
      };
    case "invalid_value":
      return oneOfWords(issue.values, value);
    case "invalid_union":
      return unionWords(issue, value);
    case "invalid_format":
      return {
        message: `${shown(value)} is not a possible id or text here.`,
        remedy: sentence(issue.message),
      };
    case "custom":
      return {
        message: typeof issue.params?.found === "string" ? issue.params.found : `${shown(value)} is not possible here.`,
        remedy: sentence(issue.message),
      };
    default:
      return { message: `${shown(value)} is not possible here.`, remedy: sentence(issue.message) };
  }
}

function typeWords(expected: string, value: unknown): Words {
  const wanted = TYPES[expected] ?? expected;
  if (value === undefined) return { message: "This field is missing.", remedy: `Add it; it must be ${wanted}.` };
  if (typeof value === "number" && !Number.isFinite(value)) {
    return {
      message: "This is not a finite number.",
      remedy: "Write a number within the range of the field.",
    };
  }
  return { message: `${shown(value)} is not ${wanted}.`, remedy: `Write ${wanted}.` };
}

function boundWords(origin: string, side: "most" | "least", bound: number, inclusive: boolean, value: unknown): Words {
  if (origin === "string") {
    return {
      message: `This text is too ${side === "most" ? "long" : "short"}.`,
      remedy: `Use at ${side} ${bound} characters.`,
    };
  }
  if (origin === "array" || origin === "set") {
    const count = Array.isArray(value) ? value.length : 0;
    return { message: `This list has ${count} entries.`, remedy: `It can have at ${side} ${bound}.` };
  }
  const limit = inclusive ? `at ${side} ${bound}` : `${side === "most" ? "less" : "more"} than ${bound}`;
  return {
    message: `${shown(value)} is too ${side === "most" ? "large" : "small"}.`,
    remedy: `Write a number of ${limit}.`,
  };
}

function oneOfWords(values: readonly unknown[], value: unknown): Words {
  const options = values.map(shown).join(", ");
  const message = value === undefined ? "This field is missing." : `${shown(value)} is not possible here.`;
  return { message, remedy: values.length === 1 ? `Write ${options}.` : `Write one of ${options}.` };
}

function unionWords(issue: z.core.$ZodIssueInvalidUnion, value: unknown): Words {
  const { discriminator } = issue as { readonly discriminator?: string };
  if (discriminator === undefined) {
    return {
      message: `${shown(value)} is not possible here.`,
      remedy: "Compare it with an exported document.",
    };
  }
  return value === undefined
    ? { message: "This field is missing.", remedy: `Add it: it says which sort of entry this is.` }
    : {
        message: `${shown(value)} is not known to this version.`,
        remedy: "Choose one that it knows, or update Faultyard.",
      };
}

/** A value as it would stand in the file, cut to a length that fits a sentence. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return "A list";
  if (typeof value === "object" && value !== null) return "An object";
  const text = JSON.stringify(value) ?? "Nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
