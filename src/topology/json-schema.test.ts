import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SCHEMA_PATH, topologyJsonSchema } from "./json-schema";

const file = new URL(`../../public/${SCHEMA_PATH}`, import.meta.url);

describe("the published JSON Schema", () => {
  it("says what the code says; UPDATE_SCHEMA=1 writes it anew", () => {
    const text = `${JSON.stringify(topologyJsonSchema(), null, 2)}\n`;
    if (process.env.UPDATE_SCHEMA === "1") {
      mkdirSync(new URL(".", file), { recursive: true });
      writeFileSync(file, text);
    }
    expect(readFileSync(file, "utf8")).toBe(text);
  });
});
