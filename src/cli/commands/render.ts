import { problemText } from "../../base/problem";
import { THEMES, type Theme } from "../../topology/picture/palette";
import { topologyPicture } from "../../topology/picture/picture";
import { onlyFile, readFlags } from "../flags";
import { BadInput, type Io } from "../io";
import { readTopologyFile } from "../read-topology";
import { save } from "../set-options";

const USAGE = "faultyard render FILE [-o FILE.svg] [--theme light|dark|auto]";

/** Draws a topology as an SVG, into a file or to standard output. */
export async function render(args: readonly string[], io: Io): Promise<void> {
  const flags = readFlags(args, { out: "string", theme: "string" }, USAGE);
  const file = onlyFile(flags, USAGE);
  const theme = readTheme(flags.text("theme") ?? "light");
  const out = flags.text("out");
  if (out !== undefined && !out.toLowerCase().endsWith(".svg")) {
    throw new BadInput(`Pictures are SVG: "${out}" should end with .svg. Usage: ${USAGE}`);
  }
  const { topology, warnings } = await readTopologyFile(file, io);
  for (const warning of warnings) io.err(`warning: ${problemText(warning)}\n`);
  const picture = topologyPicture(topology, { theme });
  if (out === undefined) io.out(picture);
  else await save(out, picture, io);
}

function readTheme(word: string): Theme {
  const theme = THEMES.find((name) => name === word);
  if (theme === undefined)
    throw new BadInput(
      `There is no theme "${word}". Use ${THEMES.slice(0, -1).join(", ")} or ${THEMES.at(-1)}, which follows the reader's own setting.`,
    );
  return theme;
}
