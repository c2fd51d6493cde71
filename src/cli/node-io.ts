import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import process from "node:process";
import type { Io } from "./io";
import { startThread } from "./node-thread";

/** The process this runs in. */
export const nodeIo: Io = {
  read: (path) => readFile(path, "utf8"),
  write: (path, text) => writeFile(path, text),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  watched: process.stderr.isTTY === true,
  cores: availableParallelism(),
  startThread,
  onInterrupt: (listener) => {
    process.once("SIGINT", listener);
    return () => void process.off("SIGINT", listener);
  },
};
