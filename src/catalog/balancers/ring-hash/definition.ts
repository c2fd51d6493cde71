import type { BalancerDefinition } from "../define";

export const ringHash: BalancerDefinition = {
  id: "ring-hash",
  title: "Ring hash of the key",
  weighs: true,
  sticks: true,
  docs: {
    summary: "Consistent hashing as Envoy has it: a ring of at least 1024 points, shared by weight.",
    models: ["As many points as give the lightest host a whole number and the ring at least 1024"],
    simplifies: ["The ring is laid out for all hosts; Envoy lays it out anew for the healthy ones"],
    ignores: ["Bounded loads", "Envoy's hash function"],
    sources: ["Envoy docs, RingHashLbConfig, minimum_ring_size 1024", "Envoy source, ring_hash_lb.cc"],
  },
  behaviour: async () => (await import("./simulate")).bindRingHash,
};
