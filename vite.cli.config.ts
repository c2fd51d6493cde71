import { defineConfig } from "vite";
import { compactEngine } from "./scripts/compact-engine.mjs";

/** The command line and the thread that it starts on every core; they need nothing but Node. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: true,
    outDir: "dist-cli",
    target: "node20",
    copyPublicDir: false,
    rolldownOptions: {
      ...compactEngine,
      input: { faultyard: "src/cli/main.ts", "replication-thread": "src/cli/replication-thread.ts" },
      output: { ...compactEngine.output, entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
