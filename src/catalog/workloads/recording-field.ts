import * as z from "zod";
import { described } from "../fields";
import { MAX_RECORDING_CHARACTERS, parseRecording } from "./recording";

/** Shows the form of a recording until there is a real one. */
const SAMPLE = "time_ms,need_ms\n0,12\n35,8\n40,21\n110,9\n180,15\n195,11\n260,30\n300,7";

/** A recording as text in the document, so that one file and one seed give the same run everywhere. */
export const recordingField = described(
  z
    .string()
    .max(MAX_RECORDING_CHARACTERS)
    .superRefine((text, context) => {
      const read = parseRecording(text);
      if (read.ok) return;
      context.addIssue({ code: "custom", message: read.error.remedy, params: { found: read.error.message } });
    })
    .default(SAMPLE),
  {
    title: "Recording",
    file: "recording",
    help: "CSV, one line per request: its time [ms] and, if known, what it needs of a server [ms].",
  },
);
