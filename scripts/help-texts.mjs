import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./project.mjs";

const NAME = "virtual:help-texts";
const WORDS = /\b(help|source): ("(?:[^"\\\n]|\\.)*")/g;

/**
 * Takes the catalogue's help texts and its presets' sources out of the page's first load: in a build each becomes a number, and the texts come
 * with the forms that show them (src/app/forms/help-text.ts). Elsewhere the texts stay where they are.
 * @returns {import("vite").Plugin}
 */
export function helpTexts() {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  let isBuild = false;
  return {
    name: "faultyard:help-texts",
    enforce: "pre",
    configResolved(config) {
      isBuild = config.command === "build";
      if (isBuild) for (const text of [...textsBelow("src/catalog")].sort()) numbers.set(text, numbers.size);
    },
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify([...numbers.keys()])};` : undefined),
    transform(code, id) {
      if (!isBuild || !id.includes("/src/catalog/") || !/\b(help|source): "/.test(code)) return undefined;
      return code.replace(WORDS, (whole, key, literal) => {
        const number = numbers.get(JSON.parse(literal));
        return number === undefined ? whole : `${key}: "#${number}"`;
      });
    },
  };
}

/** @param {string} folder */
function textsBelow(folder) {
  /** @type {Set<string>} */
  const texts = new Set();
  for (const entry of readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts") || entry.name.includes(".test.")) continue;
    const code = readFileSync(join(entry.parentPath, entry.name), "utf8");
    for (const [, , literal = '""'] of code.matchAll(WORDS)) texts.add(JSON.parse(literal));
  }
  return texts;
}
