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
  autoscaling: "041a4e437fa4762b",
  "closed-loop": "db7dd67138d46e23",
  "retry-storm": "b4c8c664c269f019",
  "retry-storm.cure": "b1a600cb4a39ad18",
  "pool-exhaustion": "30cf5cad90b7925d",
  "pool-exhaustion.cure": "583935a3c3ac752a",
  "cache-stampede": "d87ccedeb4f0c028",
  "cache-stampede.cure": "9b901c15060614eb",
  "cache-flush": "0a29a14c312a37da",
  "cache-flush.cure": "d6cb332e032b2a65",
  "timeout-cascade": "16a9950dbd7940c2",
  "timeout-cascade.cure": "2b275153049c97d5",
  "balancer-sinkhole": "a519e7ee7d7a9363",
  "balancer-sinkhole.cure": "07e75185ae66b898",
  "goodput-collapse": "3996cba4f85c2d4c",
  "goodput-collapse.cure": "b97ee4a6eea2a31f",
  "microservice-chain": "35b1cc64aa4eccad",
  "circuit-breaker": "57278f5c7e04a1fd",
  "metastable-failure": "04df9fa172c5f3d8",
  "metastable-failure.cure": "257d156520186ece",
};
