import type { KindDefinition } from "../define";
import { apiGateway } from "./api-gateway/definition";
import { cache } from "./cache/definition";
import { cdn } from "./cdn/definition";
import { client } from "./client/definition";
import { database } from "./database/definition";
import { external } from "./external/definition";
import { functionKind } from "./function/definition";
import { loadBalancer } from "./load-balancer/definition";
import { log } from "./log/definition";
import { queue } from "./queue/definition";
import { quorumStore } from "./quorum-store/definition";
import { server } from "./server/definition";
import { worker } from "./worker/definition";

/** Every kind as documents and forms see it, in palette order; one line each. */
export const kinds = [
  client,
  loadBalancer,
  apiGateway,
  server,
  functionKind,
  database,
  quorumStore,
  cache,
  cdn,
  queue,
  log,
  worker,
  external,
] as const satisfies readonly KindDefinition[];

const byId = new Map<string, KindDefinition>(kinds.map((kind) => [kind.id, kind]));

export function kindOf(id: string): KindDefinition {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`No kind is called "${id}".`);
  return found;
}
