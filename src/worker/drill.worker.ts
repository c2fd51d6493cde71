// Loaded by the simulation's worker when the first drill is played: a file of its own, found by its address, as
// judge.worker.ts is.
export { prepareDrill } from "../lab/drill/prepare";
