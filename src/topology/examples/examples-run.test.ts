import { expect, it } from "vitest";
import { createSession } from "../../lab/create-session";
import { everyExample } from "../../testing/every-example";
import { exportTopology } from "../export";
import { parseTopology } from "../parse";

const loaded = await everyExample();

it.each(loaded)("$name opens without a warning", ({ topology }) => {
  const parsed = parseTopology(exportTopology(topology));
  expect(parsed.ok).toBe(true);
  if (parsed.ok) expect(parsed.value.warnings).toEqual([]);
});

it.each(loaded)("$name runs and serves requests", ({ topology }) => {
  const session = createSession({ ...topology, run: { ...topology.run, durationMs: 5000 } });
  if (!session.ok) throw new Error(session.error.map(({ message }) => message).join(" "));
  session.value.advance(5000, 5_000_000);
  expect(session.value.result().requests.ok).toBeGreaterThan(0);
});
