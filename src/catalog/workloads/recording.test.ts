import { describe, expect, it } from "vitest";
import { parseRecording } from "./recording";
import { recordingText } from "./recording-text";

const read = (text: string) => {
  const parsed = parseRecording(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { times: [...parsed.value.timesMs], needs: [...parsed.value.needsMs] };
};
const refusal = (text: string) => {
  const parsed = parseRecording(text);
  return parsed.ok ? null : parsed.error;
};

describe("recording", () => {
  it("is a column of times [ms], and one of needs where they are known", () => {
    expect(read("1.5\n1.5\n20")).toEqual({ times: [1.5, 1.5, 20], needs: [Number.NaN, Number.NaN, Number.NaN] });
    expect(read("0,12\r\n10,\r\n20,0\r\n")).toEqual({ times: [0, 10, 20], needs: [12, Number.NaN, 0] });
  });

  it("finds its columns by their names, in their units, and passes over the others", () => {
    expect(read("i,t_ms,S_ms,code\n0,7.038,197,200\n1,38.111,46,200")).toEqual({ times: [7.038, 38.111], needs: [197, 46] });
    expect(read("need_s;time_s\n0.5;1\n;2")).toEqual({ times: [1000, 2000], needs: [500, Number.NaN] });
    expect(read("# from the access log\n\ntime_ms\tneed_ms\n3\tNaN")).toEqual({ times: [3], needs: [Number.NaN] });
  });

  it("says which line is wrong and what to do about it", () => {
    expect(refusal("5\n9\n7")).toEqual({
      message: "Line 3 came at 7 ms, before the request above it (9 ms).",
      remedy: "Sort the lines by their time.",
    });
    expect(refusal("time_ms,need_ms\n5,fast")).toEqual({
      message: 'Line 2: the need "fast" is not a time from 0 to 3600000 ms.',
      remedy: "Count from the beginning of the recording, in the unit that the header says.",
    });
    expect(refusal("-1")?.message).toBe('Line 1: the arrival "-1" is not a time from 0 to 86400000 ms.');
    expect(refusal("0,-1")?.message).toBe('Line 1: the need "-1" is not a time from 0 to 3600000 ms.');
    expect(refusal("1700000000000")?.remedy).toContain("beginning of the recording");
    expect(refusal("Infinity")?.message).toContain("names the columns infinity");
    expect(refusal("0\nInfinity")?.message).toContain('"Infinity" is not a time');
    expect(refusal("need_ms,time_ms\n3,")?.message).toBe("Line 2 has no arrival time.");
    expect(refusal("when,what\n1,2")?.remedy).toBe("Call it time_ms, t_ms, time_s, t_s.");
    expect(refusal("1,2,3")?.remedy).toContain("time_ms and, if known, need_ms");
    expect(refusal(" \n")?.message).toBe("The recording holds no request.");
  });

  it("is written as compactly as it can be, and reads back the same", () => {
    for (const text of ["time_ms\n0.5\n7", "time_ms,need_ms\n0.5,3\n7\n9,0"]) {
      const parsed = parseRecording(text);
      expect(parsed.ok && recordingText(parsed.value)).toBe(text);
    }
  });
});
