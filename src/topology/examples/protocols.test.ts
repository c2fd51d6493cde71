import { expect, it } from "vitest";
import { sessionOf } from "../../testing/build";
import { at } from "../../testing/timeline";
import { examples } from "./registry";

it("REST, gRPC and a queue: the lesson is there", async () => {
  const topology = await examples.find(({ id }) => id === "protocols")?.load();
  if (topology === undefined) throw new Error("The example is gone.");
  const session = sessionOf(topology);
  const calm = at(session, 20_000).result();
  for (const lane of ["rest", "grpc", "queue"]) expect(calm.links[`${lane}-users--${lane}-api`].failed).toBe(0);
  expect(calm.links["grpc-api--grpc-orders"].connections?.opened).toBe(4);
  const from = at(session, 25_000).result();
  const to = at(session, 35_000).result();
  const served = (lane: string) => to.links[`${lane}-users--${lane}-api`].ok - from.links[`${lane}-users--${lane}-api`].ok;
  // Overloaded threefold: REST works for callers that are gone, gRPC for some that are still there, the queue's users wait for nobody.
  expect(served("rest")).toBeLessThan(0.1 * served("grpc"));
  expect(served("grpc")).toBeLessThan(0.5 * served("queue"));
  expect(to.links["rest-api--rest-orders"].lateReplies).toBeGreaterThan(1000);
  expect(to.links["rest-api--rest-orders"].connections?.opened).toBeGreaterThan(1000);
  expect(to.links["grpc-api--grpc-orders"]).toMatchObject({ connections: { opened: 4 } });
  expect(to.links["grpc-api--grpc-orders"].cancelled).toBeGreaterThan(1000);
  const end = at(session, 60_000).result();
  expect(end.links["queue-users--queue-api"].failed).toBe(0);
  expect(end.nodes["orders-queue"].gauges.oldestAgeMs).toBeLessThan(100);
});
