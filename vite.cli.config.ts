import { defineConfig } from "vite";

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
      input: { faultyard: "src/cli/main.ts", "replication-thread": "src/cli/replication-thread.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
