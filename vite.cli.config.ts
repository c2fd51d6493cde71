import { defineConfig } from "vite";

/** The command line as one file that needs nothing but Node. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: "src/cli/main.ts",
    outDir: "dist-cli",
    target: "node20",
    copyPublicDir: false,
    rolldownOptions: { output: { entryFileNames: "faultyard.js", chunkFileNames: "[name]-[hash].js" } },
  },
});
