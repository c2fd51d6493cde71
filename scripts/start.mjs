import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildIfStale, projectRoot } from "./project.mjs";
import { serve } from "./serve.mjs";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4173" },
    open: { type: "boolean", default: process.env.CI === undefined },
  },
  allowNegative: true,
});

console.log("Faultyard: building where something changed ...");
const status = buildIfStale("app");
if (status !== 0) process.exit(status);

const address = await serveFrom(Number(values.port));
console.log(`Faultyard runs at ${address} until you press Ctrl+C.`);
if (values.open) openInBrowser(address);

/**
 * Serves the playground at the port, or at the next one that is free.
 * @param {number} port
 */
async function serveFrom(port) {
  for (let offset = 0; ; offset++) {
    try {
      return await serve({ folder: join(projectRoot, "dist"), port: port + offset });
    } catch (error) {
      const isTaken = /** @type {NodeJS.ErrnoException} */ (error).code === "EADDRINUSE";
      if (!isTaken || offset === 20) throw error;
    }
  }
}

/**
 * Best effort: without a desktop there is no browser to open, and the address stands in the terminal.
 * @param {string} address
 */
function openInBrowser(address) {
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", address]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", address]
        : ["xdg-open", address];
  spawn(command, args, { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
