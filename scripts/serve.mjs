import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "./project.mjs";

/** @type {Readonly<Record<string, string>>} */
const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/**
 * Serves a folder below a path of this machine's own address, as the plainest of hosts would.
 * @param {{ folder: string, port: number, path?: string }} options a path starts and ends with a slash
 * @returns {Promise<string>} the address, once it answers; fails where the port is taken
 */
export function serve({ folder, port, path = "/" }) {
  const server = createServer((request, response) => {
    const file = fileAt(folder, path, request.url ?? "/");
    if (file === undefined || (request.method !== "GET" && request.method !== "HEAD")) {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Not here.\n");
      return;
    }
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      // Built files carry their content's hash in their name.
      "cache-control": file.startsWith(join(folder, "assets")) ? "public, max-age=31536000, immutable" : "no-cache",
      "x-content-type-options": "nosniff",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", () => resolve(`http://localhost:${port}${path}`));
  });
}

/**
 * The file that a request means; undefined where there is none, or none that may be seen.
 * @param {string} folder
 * @param {string} path
 * @param {string} url
 */
function fileAt(folder, path, url) {
  try {
    const { pathname } = new URL(url, "http://localhost");
    if (!pathname.startsWith(path)) return undefined;
    const within = normalize(`/${decodeURIComponent(pathname.slice(path.length))}`);
    const file = join(folder, within.endsWith("/") ? `${within}index.html` : within);
    return statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

// Run by itself it serves the built playground: node scripts/serve.mjs PORT [PATH]
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [port = "4173", path = "/"] = process.argv.slice(2);
  console.log(await serve({ folder: join(projectRoot, "dist"), port: Number(port), path }));
}
