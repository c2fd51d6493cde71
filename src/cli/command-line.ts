import { version } from "../../package.json";
import { closest } from "../base/closest";
import { check } from "./commands/check";
import { compare } from "./commands/compare";
import { drillEverything } from "./commands/drill-everything";
import { render } from "./commands/render";
import { run } from "./commands/run";
import { schema } from "./commands/schema";
import { HELP } from "./help";
import { BadInput, EXIT_BAD_INPUT, EXIT_INTERRUPTED, EXIT_OK, Interrupted, type Io, NotHeld } from "./io";

type Command = (args: readonly string[], io: Io) => Promise<void>;

/** Every command, one line each. */
const commands: Readonly<Record<string, Command>> = { run, compare, check, render, schema, "drill-everything": drillEverything };

/** The command line; `argv` without the program's own name. Resolves to the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    await dispatch(argv, io);
    return EXIT_OK;
  } catch (error) {
    if (error instanceof Interrupted) return EXIT_INTERRUPTED;
    if (error instanceof NotHeld) return error.code;
    if (!(error instanceof BadInput)) throw error;
    io.err(`faultyard: ${error.message}\n`);
    return EXIT_BAD_INPUT;
  }
}

async function dispatch([name, ...args]: readonly string[], io: Io): Promise<void> {
  if (name === undefined) throw new BadInput("no command was given. Try faultyard run FILE, or faultyard --help.");
  if (name === "--help" || name === "-h" || name === "help") return io.out(HELP);
  if (name === "--version" || name === "-v") return io.out(`${version}\n`);
  if (args.includes("--help") || args.includes("-h")) return io.out(HELP);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command(args, io);
  const meant = closest(name, Object.keys(commands));
  const hint = meant === null ? "Try faultyard --help." : `Did you mean "${meant}"?`;
  throw new BadInput(`there is no command "${name}". ${hint}`);
}
