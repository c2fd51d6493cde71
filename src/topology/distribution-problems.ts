import { type Distribution, distributionOf, distributions } from "../catalog/distributions/registry";

const known = new Set<unknown>(distributions.map(({ id }) => id));

/**
 * Finds every distribution in a validated configuration, wherever its kind keeps it, and asks it what the ranges of
 * single fields cannot tell (a lower bound above the upper one).
 */
export function distributionProblems(
  value: unknown,
  path: readonly (string | number)[],
): { readonly path: readonly (string | number)[]; readonly message: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => distributionProblems(item, [...path, i]));
  if (typeof value !== "object" || value === null) return [];
  if (isDistribution(value)) {
    const problem = distributionOf(value).problem?.(value) ?? null;
    return problem === null ? [] : [{ path, message: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.` }];
  }
  return Object.entries(value).flatMap(([key, item]) => distributionProblems(item, [...path, key]));
}

/** Other unions also carry a `type`; only a value that fits its entry's own schema is a distribution. */
function isDistribution(value: object): value is Distribution {
  if (!("type" in value) || !known.has(value.type)) return false;
  const entry = distributions.find(({ id }) => id === value.type);
  return entry?.schema.safeParse(value).success === true;
}
