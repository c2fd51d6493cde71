import { choice } from "../fields";
import { consistentHash } from "./consistent-hash";
import type { BalancerDefinition } from "./define";
import { leastConnections } from "./least-connections";
import { random } from "./random";
import { roundRobin } from "./round-robin";
import { twoChoices } from "./two-choices";
import { twoDraws } from "./two-draws";
import { weighted } from "./weighted";

/** Every balancing algorithm, one line each. */
export const balancers: readonly BalancerDefinition[] = [
  roundRobin,
  weighted,
  random,
  leastConnections,
  twoChoices,
  twoDraws,
  consistentHash,
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
