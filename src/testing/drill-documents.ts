import { smallTopology } from "./fake-session";

/** A client with an operation, a server with three replicas and a database, in a row. */
export function topologyWith(change: object = {}) {
  const at = { x: 0, y: 0 };
  return smallTopology({
    nodes: [
      { id: "users", kind: "client", name: "Users", position: at, config: { operations: [{ name: "checkout" }] } },
      { id: "shop", kind: "server", name: "Shop", position: at, config: { replicas: 3 } },
      { id: "store", kind: "database", name: "Store", position: at },
    ],
    links: [
      { id: "users--shop", from: "users", to: "shop" },
      { id: "shop--store", from: "shop", to: "store" },
    ],
    ...change,
  });
}
