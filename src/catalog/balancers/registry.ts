import { choice } from "../fields";
import { consistentHash } from "./consistent-hash/definition";
import type { BalancerDefinition } from "./define";
import { leastConnections } from "./least-connections/definition";
import { leastRequest } from "./least-request/definition";
import { maglev } from "./maglev/definition";
import { peakEwma } from "./peak-ewma/definition";
import { random } from "./random/definition";
import { ringHash } from "./ring-hash/definition";
import { roundRobin } from "./round-robin/definition";
import { sourceAffinity } from "./source-affinity/definition";
import { twoChoices } from "./two-choices/definition";
import { twoDraws } from "./two-draws/definition";
import { weighted } from "./weighted/definition";

/** Every balancing algorithm, one line each. Whoever binds one loads their behaviours with its own (`leaningOn`). */
export const balancers: readonly BalancerDefinition[] = [
  roundRobin,
  weighted,
  random,
  leastConnections,
  twoChoices,
  twoDraws,
  leastRequest,
  peakEwma,
  consistentHash,
  ringHash,
  maglev,
  sourceAffinity,
];

export const balancerChoice = choice({
  title: "Algorithm",
  options: Object.fromEntries(balancers.map(({ id, title }) => [id, title])),
  default: roundRobin.id,
  live: true,
});

export function balancerOf(id: string): BalancerDefinition {
  const found = balancers.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`No balancing algorithm is called "${id}".`);
  return found;
}
