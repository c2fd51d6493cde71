import { expect, it } from "vitest";
import { fileNameOf } from "./files";

it.each([
  ["Checkout, two zones", "checkout-two-zones.json"],
  ["../../etc/passwd", "etc-passwd.json"],
  ["Über Größe", "uber-große.json"],
  ["  ", "topology.json"],
])("names the file of %j %s", (title, name) => {
  expect(fileNameOf(title)).toBe(name);
});
