/**
 * What the worked examples come to, anywhere and for ever, in gallery order. A change here means that results people
 * have written down no longer come out: it is a decision, and stands in the changelog with its reason.
 */
export const goldenHashes: Readonly<Record<string, string>> = {
  "first-run": "fb032084c20907f9",
  "three-tier": "2ec338615599039a",
  balancing: "d26bbc5f8d0978dd",
  "two-zones": "9e448902991b21ec",
  "cold-cache": "4315933fed8c60b1",
  "replicated-database": "a9746bb6960afc41",
  "queue-workers": "d895a3ee6032aca2",
  protocols: "d10638982eb399e5",
  "microservice-chain": "35b1cc64aa4eccad",
  "circuit-breaker": "57278f5c7e04a1fd",
  "retry-storm": "b4c8c664c269f019",
  autoscaling: "041a4e437fa4762b",
  "closed-loop": "db7dd67138d46e23",
};
