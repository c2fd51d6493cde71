#!/usr/bin/env node
import { existsSync } from "node:fs";

// In a clone the command is built on first use and after every change; an installed package brings it built.
const builder = new URL("../scripts/project.mjs", import.meta.url);
if (existsSync(builder)) {
  const { buildIfStale } = await import(builder.href);
  const status = buildIfStale("cli");
  if (status !== 0) process.exit(status);
}
await import(new URL("../dist-cli/faultyard.js", import.meta.url).href);
