import type { Problem } from "../base/problem";
import type { Topology } from "../topology/schema";
import { withField } from "../topology/set-field";
import { BadInput } from "./io";
import { problemList } from "./read-topology";

const FORM = "--sweep nodes.web.config.slots=1,2,4";
const MOST_VALUES = 100;

/** One document per value of one field. */
export interface Sweep {
  readonly path: string;
  readonly points: readonly { readonly value: unknown; readonly topology: Topology }[];
}

/** Reads `nodes.web.config.slots=1,2,4`: elements by id, values as in JSON, or plain words. */
export function readSweep(text: string, file: string, topology: Topology): Sweep {
  const at = text.indexOf("=");
  const path = at === -1 ? text : text.slice(0, at);
  const words =
    at === -1
      ? []
      : text
          .slice(at + 1)
          .split(",")
          .map((word) => word.trim());
  if (path === "" || words.length === 0 || words.includes("")) {
    throw new BadInput(`--sweep "${text}" names no field with its values. Write it as ${FORM}`);
  }
  if (words.length > MOST_VALUES) {
    throw new BadInput(`--sweep has ${words.length} values; ${MOST_VALUES} are the most.`);
  }
  return {
    path,
    points: words.map((word) => {
      const value = readValue(word);
      const varied = withField(topology, path, value);
      if (!varied.ok) throw new BadInput(refusal("--sweep", path, value, file, varied.error));
      return { value, topology: varied.value };
    }),
  };
}

/** The document with fields changed as words such as `nodes.web.config.slots=4` say, one after the other. */
export function withSettings(words: readonly string[], file: string, topology: Topology): Topology {
  return words.reduce((changed, word) => {
    const at = word.indexOf("=");
    if (at < 1) throw new BadInput(`--set "${word}" names no field with its value. Write it as --set nodes.web.config.slots=4`);
    const path = word.slice(0, at);
    const value = readValue(word.slice(at + 1).trim());
    const set = withField(changed, path, value);
    if (!set.ok) throw new BadInput(refusal("--set", path, value, file, set.error));
    return set.value;
  }, topology);
}

function refusal(flag: string, path: string, value: unknown, file: string, problems: readonly Problem[]): string {
  const isOfPath = problems.length === 1 && problems[0].path === path;
  if (isOfPath) return `${flag} ${path}: ${problems[0].message} ${problems[0].remedy}`;
  return `${flag} ${path}=${JSON.stringify(value)}: ${problemList(file, problems)}`;
}

function readValue(word: string): unknown {
  try {
    return JSON.parse(word);
  } catch {
    return word;
  }
}
