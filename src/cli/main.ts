import process from "node:process";
import { main } from "./command-line";
import { nodeIo } from "./node-io";

// Setting the code rather than exiting lets a long result reach the end of its pipe.
process.exitCode = await main(process.argv.slice(2), nodeIo);
