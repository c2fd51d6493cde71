import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { parseSync, type Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { compactEngine } from "./scripts/compact-engine.mjs";
import { helpTexts } from "./scripts/help-texts.mjs";

/**
 * What the page may do, in force in every build: load its own files, and nothing else from anywhere. No inline script, no
 * inline style sheet, no request that leaves the origin. (The development server needs inline scripts for hot reloading.)
 */
const contentSecurityPolicy = Object.entries({
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "font-src": "'self'",
  "img-src": "'self' data: blob:",
  "worker-src": "'self'",
  "connect-src": "'self'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
})
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join("; ");

const securityPolicy: Plugin = {
  name: "faultyard:security-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy },
      injectTo: "head-prepend",
    },
  ],
};

/**
 * Builds a worker as one more entry of the page rather than as a bundle of its own, so that both load the catalog and the
 * engine from the same files: a fifth of the first load.
 */
const sharedWorkers: Plugin = {
  name: "faultyard:shared-workers",
  apply: "build",
  enforce: "pre",
  transform(code, id) {
    if (!id.includes("/src/") || !code.includes(".worker.ts")) return undefined;
    return code.replace(/new URL\("(\.\/[\w-]+\.worker\.ts)", import\.meta\.url\)/g, (_, path: string) => {
      const chunk = this.emitFile({
        type: "chunk",
        id: join(dirname(id), path),
        name: basename(path, ".ts"),
        // A worker may load a further file and use what that exports.
        preserveSignature: "exports-only",
      });
      return `import.meta.ROLLUP_FILE_URL_${chunk}`;
    });
  },
};

/** Parts of packages that the page never uses, and that a bundler cannot know of. */
const UNUSED = [
  {
    // JSON Schemas are written by the command line; the page only reads documents.
    file: "zod/v4/classic/schemas.js",
    cuts: [
      [/^\s*inst\._zod\.processJSONSchema = .*$/gm, ""],
      [/createToJSONSchemaMethod\(this, \{\}\)\(params\)/g, "undefined"],
      [/createStandardJSONSchemaMethod\(this, "(?:input|output)"\)/g, "undefined"],
      // Nor does it ask a schema for its bounds by these names.
      [/processors\.aggregateChecks\(inst\)/g, "({})"],
      // What is wrong with a value is said in words of our own: topology/issue-words.ts.
      [/core\.config\(en\(\)\)/g, "core.config({})"],
    ],
  },
  {
    // Between two views, which are three numbers each: not between two dates, colours or style sheets.
    file: "@xyflow/system/dist/esm/index.js",
    cuts: [[/(?<=import \{.*)\binterpolate\b(?=.*from 'd3-interpolate')/g, "interpolateNumberArray as interpolate"]],
  },
  {
    // What it makes of its functions as it starts may go where nobody asks for it, and d3-color with it.
    file: "d3-interpolate/dist/d3-interpolate.mjs",
    cuts: [[/^var (\w+) = (?=\(function|\w+\()/gm, "var $1 = /*#__PURE__*/ "]],
  },
] as const;

/** Leaves them out of the page, and fails the build where a new version of a package looks otherwise. */
const unusedParts: Plugin = {
  name: "faultyard:unused-parts",
  apply: "build",
  enforce: "pre",
  transform(code, id) {
    const found = UNUSED.find(({ file }) => id.endsWith(`node_modules/${file}`));
    if (found === undefined) return undefined;
    return found.cuts.reduce((text: string, [part, instead]) => {
      if (text.search(part) === -1) this.error(`${found.file} has no ${part} any more. Mend UNUSED in vite.config.ts.`);
      return text.replace(part, instead);
    }, code);
  },
};

/** What an entry of the catalogue says at length; the page loads it when somebody asks: src/app/fidelity/catalogue-docs.json. */
const AT_LENGTH = new Set(["models", "simplifies", "ignores", "sources"]);

/** Leaves the long words of the catalogue's entries out of the page: a tenth of its first load. */
const leanCatalogue: Plugin = {
  name: "faultyard:lean-catalogue",
  apply: "build",
  enforce: "pre",
  transform(code, id) {
    if (!id.includes("/src/catalog/") || !code.includes("docs: {")) return undefined;
    const cuts: (readonly [start: number, end: number])[] = [];
    const walk = (node: unknown, within: boolean): void => {
      if (Array.isArray(node)) for (const one of node) walk(one, within);
      if (typeof node !== "object" || node === null || Array.isArray(node)) return;
      const { type, key, value } = node as { type?: string; key?: { name?: string }; value?: { type: string; start: number; end: number } };
      if (type === "Property" && within && value?.type === "ArrayExpression" && AT_LENGTH.has(key?.name ?? "")) {
        cuts.push([value.start, value.end]);
        return;
      }
      for (const child of Object.values(node)) walk(child, type === "Property" ? key?.name === "docs" : within);
    };
    walk(parseSync(id, code).program, false);
    return cuts.reduceRight((text, [start, end]) => `${text.slice(0, start)}[]${text.slice(end)}`, code);
  },
};

const patched = (name: string) => fileURLToPath(new URL(`patches/${name}.ts`, import.meta.url));

/**
 * What the first screen loads, in few files: what page and workers share, and what only the page needs. Left to itself
 * the bundler cuts them wherever some later part needs a piece of them, and each piece is compressed on its own.
 */
const chunks = [
  {
    name: "kernel",
    tags: ["$initial" as const],
    // Drills beyond their schema are loaded with the first of them.
    test: /src\/(base|engine|catalog|topology\/(?!objectives\/|drills\/(?!schema))|lab\/(?!drill\/))|node_modules\/zod\/|vite\/preload-helper/,
    // The page and both workers; the engine itself stays out of the page.
    minShareCount: 3,
    priority: 2,
  },
  {
    name: "page",
    tags: ["$initial" as const],
    test: /src\/(app|worker\/client|topology\/(edit|examples|history|export|share-fragment))|patches\/|node_modules\/(?!zod\/)/,
    priority: 1,
  },
];

export default defineConfig({
  // Relative, so that the same files serve from any folder of any host.
  base: "./",
  plugins: [react(), securityPolicy, sharedWorkers, unusedParts, leanCatalogue, helpTexts()],
  resolve: {
    alias: {
      "react-style-singleton": patched("react-style-singleton"),
      "d3-transition": patched("d3-transition"),
    },
  },
  worker: { format: "es" },
  build: {
    target: "es2023",
    // The polyfill is for browsers that the playground's other needs rule out anyway.
    modulePreload: {
      polyfill: false,
      // Behaviours are loaded by workers, which have no document to hang a preload on.
      resolveDependencies: (file, dependencies) => (/\/simulate-[^/]*\.js$/.test(file) ? [] : dependencies),
    },
    // A font inlined as data: would be refused by the policy.
    assetsInlineLimit: 0,
    // The first load has a budget of its own: scripts/bundle-budget.mjs.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      ...compactEngine,
      output: { ...compactEngine.output, codeSplitting: { groups: chunks, includeDependenciesRecursively: false } },
    },
  },
  test: {
    // Speed is the benchmarks' matter: a test that hangs is ended, one on a busy machine is not.
    testTimeout: 60_000,
    // One core is not kept free for somebody who watches.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: { name: "core", environment: "node", include: ["src/**/*.test.ts", "validity/**/*.test.ts"] },
      },
      {
        extends: true,
        test: { name: "app", environment: "happy-dom", include: ["src/**/*.test.tsx"], setupFiles: ["src/testing/patience.ts"] },
      },
    ],
  },
});
