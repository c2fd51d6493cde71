import { type Json, migrate } from "../migrations";
import { type Topology, topologySchema } from "../schema";
import { firstRunExample } from "./first-run";

/** A worked example: one document that teaches one thing. */
export interface Example {
  readonly id: string;
  readonly title: string;
  /** What one learns from it, in one sentence. */
  readonly lesson: string;
  load(): Promise<Topology>;
}

function example(
  id: string,
  title: string,
  lesson: string,
  file: () => Promise<{ default: Json }>,
): Example {
  return { id, title, lesson, load: async () => topologySchema.parse(migrate((await file()).default)) };
}

// biome-ignore format: one line each
/** Every example in gallery order. */
export const examples: readonly Example[] = [
  { id: "first-run", title: "Checkout", lesson: "A small shop under steady traffic: kill a replica and watch it recover.", load: async () => firstRunExample() },
  example("three-tier", "Load-balanced three tiers", "A dead host gets traffic until the health check notices.", () => import("./three-tier.json")),
  example("balancing", "Balancing around a slow replica", "Round robin does not see slowness; least connections and two choices do.", () => import("./balancing.json")),
  example("two-zones", "Two zones, one goes down", "Losing a zone is harmless only while the other has room for everything.", () => import("./two-zones.json")),
  example("cold-cache", "Cache in front of a database", "A cold cache hands its database more than it can do.", () => import("./cold-cache.json")),
  example("replicated-database", "Replicated database", "Standbys take reads, at the price of stale answers.", () => import("./replicated-database.json")),
  example("queue-workers", "Queue-based workers", "A queue turns a flood into waiting, and the users do not feel it.", () => import("./queue-workers.json")),
  example("protocols", "REST, gRPC and a queue, side by side", "The same work over three protocols: who hangs up, who cancels, and who does not wait.", () => import("./protocols.json")),
  example("microservice-chain", "A chain of services", "One slow service at the end fills every slot up to the front.", () => import("./microservice-chain.json")),
  example("circuit-breaker", "Circuit breaker", "Failing fast on one dependency keeps everything else alive.", () => import("./circuit-breaker.json")),
  example("retry-storm", "A retry storm that does not end", "Retries without back-off keep a server overloaded long after the cause is gone.", () => import("./retry-storm.json")),
  example("autoscaling", "An autoscaler behind a spike", "No replica is more than 100 % busy: an autoscaler that looks at utilisation climbs in steps, and the users wait for it.", () => import("./autoscaling.json")),
  example("closed-loop", "Users who wait, users who do not", "Closed-loop users slow down with the system; open-loop traffic piles up.", () => import("./closed-loop.json")),
];
