// Loaded with the first report that somebody asks for.
export { version } from "../../../package.json";
export { drillRecord } from "../../lab/reports/record";
export { reportFormats } from "../../lab/reports/registry";
