import { describe, expect, it } from "vitest";
import { commands } from "./commands";
import { isPressed, keyWords } from "./keys";

const press = (key: string, modifiers: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {}) => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

describe("keys", () => {
  it("take Ctrl and Command alike, and nothing more than what is written", () => {
    expect(isPressed("Mod+z", press("z", { ctrlKey: true }))).toBe(true);
    expect(isPressed("Mod+z", press("z", { metaKey: true }))).toBe(true);
    expect(isPressed("Mod+z", press("Z", { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(isPressed("c", press("c", { ctrlKey: true }))).toBe(false);
  });

  it("read signs wherever the keyboard has them", () => {
    expect(isPressed("?", press("?", { shiftKey: true }))).toBe(true);
    expect(isPressed("+", press("+", { shiftKey: true }))).toBe(true);
    expect(isPressed("Space", press(" "))).toBe(true);
  });

  it("are written as they stand on the keyboard", () => {
    expect(keyWords("Mod+Shift+z")).toEqual(["Ctrl", "Shift", "Z"]);
    expect(keyWords("+")).toEqual(["+"]);
  });
});

describe("commands", () => {
  it("have one name each, and no two share a key", () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    const keys = commands.flatMap((command) => command.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
