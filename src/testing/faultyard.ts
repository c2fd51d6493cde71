import { main } from "../cli/command-line";
import { runTogether } from "../lab/run-replication";
import { exportTopology } from "../topology/export";
import { smallTopology } from "./fake-session";

export const small = exportTopology(smallTopology());
export const long = exportTopology(smallTopology({ run: { seed: 1, durationMs: 20_000 } }));

/** Runs the command line in this process on files that exist only here. */
export async function faultyard(
  argv: string,
  files: Readonly<Record<string, string>> = { "small.json": small },
  watched = false,
  interrupt: { listen(listener: () => void): void; ran(): void } = { listen: () => {}, ran: () => {} },
) {
  const written: Record<string, string> = {};
  let out = "";
  let err = "";
  const code = await main(argv.split(" ").filter(Boolean), {
    read: async (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(), { code: "ENOENT" });
      return text;
    },
    write: async (path, text) => {
      if (path.startsWith("nowhere/")) throw Object.assign(new Error(), { code: "ENOENT" });
      written[path] = text;
    },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    watched,
    cores: 2,
    startThread: (topologies) => ({
      run: async (variants, seed) => {
        interrupt.ran();
        return runTogether(
          variants.map((variant) => topologies[variant]),
          seed,
        );
      },
      stop: () => {},
    }),
    onInterrupt: (listener) => {
      interrupt.listen(listener);
      return () => {};
    },
  });
  return { code, out, err, written };
}
