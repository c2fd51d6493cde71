/** What a shell has to do of a GitHub workflow: the `run` steps in their order, and the workflow's variables. */
export function shellSteps(yaml: string): { readonly runs: readonly string[]; readonly env: Readonly<Record<string, string>> } {
  const lines = yaml.split("\n");
  const runs: string[] = [];
  for (const [i, line] of lines.entries()) {
    const match = /^(\s*)(?:- )?run: (.+)$/.exec(line);
    if (match === null) continue;
    runs.push(match[2] === "|" ? blockBelow(lines, i) : match[2]);
  }
  const at = lines.indexOf("env:");
  const env = at === -1 ? "" : blockBelow(lines, at);
  return { runs, env: Object.fromEntries(env.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2))) };
}

/** The lines below that are indented further, without what they share. */
function blockBelow(lines: readonly string[], at: number): string {
  const depth = (line: string) => line.search(/\S/);
  const rest = lines.slice(at + 1);
  const own = rest.findIndex((line) => line.trim() !== "" && depth(line) <= depth(lines[at]));
  const block = (own === -1 ? rest : rest.slice(0, own)).filter((line) => line.trim() !== "");
  const shared = Math.min(...block.map(depth));
  return block.map((line) => line.slice(shared)).join("\n");
}
