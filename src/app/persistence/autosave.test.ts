import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAutosave } from "./autosave";
import type { SaveStatus } from "./save-state";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(write: (value: string) => Promise<void> = async () => {}) {
  const said: SaveStatus[] = [];
  const written: string[] = [];
  const document = { text: "a" };
  const autosave = createAutosave<string>(
    {
      current: () => document.text,
      write: async (value) => {
        await write(value);
        written.push(value);
      },
      report: (status) => said.push(status),
    },
    "a",
  );
  const type = (text: string) => {
    document.text = text;
    autosave.touch();
  };
  return { autosave, said, written, type };
}

describe("autosave", () => {
  it("waits for a pause and saves once", async () => {
    const { said, written, type } = setUp();
    for (const text of ["b", "c", "d"]) {
      type(text);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(written).toEqual([]);
    await vi.advanceTimersByTimeAsync(400);
    expect(written).toEqual(["d"]);
    expect(said.at(-1)).toBe("saved");
  });

  it("does not wait for ever", async () => {
    const { written, type } = setUp();
    for (let i = 0; i < 30; i++) {
      type(`${i}`);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(written.length).toBeGreaterThan(0);
  });

  it("never says saved while something newer is not", async () => {
    let finish = () => {};
    const { said, written, type } = setUp(() => new Promise((resolve) => (finish = resolve)));
    type("b");
    await vi.advanceTimersByTimeAsync(400);
    type("c");
    finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(said).not.toContain("saved");
    finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(written).toEqual(["b", "c"]);
    expect(said.at(-1)).toBe("saved");
  });

  it.each([
    ["QuotaExceededError", "full"],
    ["SecurityError", "unavailable"],
    ["UnknownError", "failed"],
  ] as const)("tells %s as %s, and tries again later", async (name, status) => {
    let broken = true;
    const { autosave, said, type } = setUp(async () => {
      if (broken) throw new DOMException("no", name);
    });
    type("b");
    await vi.advanceTimersByTimeAsync(400);
    expect(said.at(-1)).toBe(status);
    expect(autosave.dirty()).toBe(true);
    broken = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said.at(-1)).toBe("saved");
  });

  it("is silent once stopped", async () => {
    const { autosave, said, written, type } = setUp();
    type("b");
    autosave.stop();
    await vi.advanceTimersByTimeAsync(20_000);
    expect([said, written]).toEqual([["saving"], []]);
  });
});
