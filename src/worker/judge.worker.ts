// Loaded by the simulation's worker when somebody first asks how far figures can be trusted: a file of its own, which
// is found by its address, since what the page uses to load its parts on demand needs a document.
export { runStatistics } from "../lab/statistics/run-statistics";
