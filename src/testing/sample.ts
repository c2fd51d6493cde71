import { zone } from "../catalog/boundaries/zone";
import { crash } from "../catalog/faults/crash";
import { client } from "../catalog/kinds/client/definition";
import { database } from "../catalog/kinds/database/definition";
import { server } from "../catalog/kinds/server/definition";
import { CURRENT_VERSION, FORMAT } from "../topology/schema";

/** A raw small document to spoil in tests: users -> shop (in a zone) -> store, and a planned crash. */
export function sampleDocument() {
  const at = (x: number) => ({ x, y: 0 });
  const nodes: Record<string, unknown>[] = [
    { id: "users", kind: client.id, name: "Users", position: at(0) },
    {
      id: "shop",
      kind: server.id,
      name: "Shop",
      position: at(300),
      boundary: "east",
      config: { replicas: 3 },
    },
    { id: "store", kind: database.id, name: "Store", position: at(600) },
  ];
  const links: Record<string, unknown>[] = [
    { id: "l1", from: "users", to: "shop", policies: { timeout: { perTryMs: 200 } } },
    { id: "l2", from: "shop", to: "store" },
  ];
  const boundaries: Record<string, unknown>[] = [
    {
      id: "east",
      kind: zone.id,
      name: "East",
      position: { x: 250, y: -80 },
      size: { width: 300, height: 260 },
    },
  ];
  const faults: Record<string, unknown>[] = [
    {
      id: "f1",
      type: crash.id,
      target: { type: "node", id: "shop", replicas: [2] },
      startMs: 1000,
      durationMs: 500,
    },
  ];
  return {
    format: FORMAT,
    version: CURRENT_VERSION as number,
    name: "Shop",
    nodes,
    links,
    boundaries,
    faults,
  };
}
