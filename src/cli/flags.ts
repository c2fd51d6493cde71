import { parseArgs } from "node:util";
import { closest } from "../base/closest";
import { BadInput } from "./io";

export type FlagTypes = Readonly<Record<string, "string" | "strings" | "boolean">>;

export interface Flags {
  readonly files: readonly string[];
  text(name: string): string | undefined;
  /** Of a flag that may be given several times. */
  texts(name: string): readonly string[];
  on(name: string): boolean;
}

/** Reads a command's words; an unknown flag is told with the one that was probably meant. */
export function readFlags(args: readonly string[], types: FlagTypes, usage: string): Flags {
  const options = Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      {
        ...(type === "strings" ? { type: "string" as const, multiple: true } : { type }),
        ...(name === "out" ? { short: "o" } : {}),
      },
    ]),
  );
  refuseUnknown(args, types, usage);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return {
      files: positionals,
      text: (name) => (typeof values[name] === "string" ? values[name] : undefined),
      texts: (name) => (Array.isArray(values[name]) ? values[name].map(String) : []),
      on: (name) => values[name] === true,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadInput(`${firstSentence(reason)} Usage: ${usage}`);
  }
}

/** The one file a command works on. */
export function onlyFile({ files }: Flags, usage: string): string {
  const [file, extra] = files;
  if (file === undefined) throw new BadInput(`No file was given. Usage: ${usage}`);
  if (extra !== undefined) throw new BadInput(`One file at a time: "${extra}" is one too many. Usage: ${usage}`);
  return file;
}

function refuseUnknown(args: readonly string[], types: FlagTypes, usage: string): void {
  const known = Object.keys(types);
  for (const arg of args) {
    if (arg === "--") return;
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name === undefined || known.includes(name)) continue;
    const meant = closest(name, known);
    const hint = meant === null ? `Usage: ${usage}` : `Did you mean --${meant}?`;
    throw new BadInput(`There is no flag --${name}. ${hint}`);
  }
}

/** Node adds advice for programmers after the first sentence. */
function firstSentence(text: string): string {
  const line = text.split("\n")[0] ?? text;
  return `${line.split(/\.\s/)[0]?.replace(/\.$/, "") ?? line}.`;
}
