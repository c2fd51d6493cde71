import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

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
      });
      return `import.meta.ROLLUP_FILE_URL_${chunk}`;
    });
  },
};

export default defineConfig({
  // Relative, so that the same files serve from any folder of any host.
  base: "./",
  plugins: [react(), securityPolicy, sharedWorkers],
  resolve: {
    alias: {
      "react-style-singleton": fileURLToPath(new URL("patches/react-style-singleton.ts", import.meta.url)),
    },
  },
  worker: { format: "es" },
  build: {
    target: "es2023",
    // The polyfill is for browsers that the playground's other needs rule out anyway.
    modulePreload: { polyfill: false },
    // A font inlined as data: would be refused by the policy.
    assetsInlineLimit: 0,
    // The first load has a budget of its own: scripts/bundle-budget.mjs.
    chunkSizeWarningLimit: 1000,
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "core", environment: "node", include: ["src/**/*.test.ts"] },
      },
      {
        extends: true,
        test: { name: "app", environment: "happy-dom", include: ["src/**/*.test.tsx"] },
      },
    ],
  },
});
