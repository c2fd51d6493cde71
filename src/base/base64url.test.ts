import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64url, encodeBase64url } from "./base64url";

describe("base64url", () => {
  it("agrees with Node's own for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = encodeBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString("base64url"));
        expect(decodeBase64url(text)).toEqual(bytes);
      }),
    );
  });

  it("takes padding, and refuses other letters and impossible lengths", () => {
    expect(decodeBase64url("AA==")).toEqual(new Uint8Array([0]));
    expect(decodeBase64url("A+")).toBeNull();
    expect(decodeBase64url("A B=")).toBeNull();
    expect(decodeBase64url("A")).toBeNull();
  });
});
