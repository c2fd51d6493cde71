import type { Objective, Quantity, Target } from "./objective";

/** An objective as text; parsing it gives the same objective again. */
export function printObjective({ measure, target, comparison, limit, over, probe }: Objective): string {
  const [word, ...parts] = measure.split(".");
  const named = target === null ? "" : `(${printTarget(target)})`;
  const words = [
    [word + named, ...parts].join("."),
    comparison,
    printQuantity(limit),
    ...(over === null ? [] : ["over", printQuantity(over)]),
    ...(probe === null ? [] : [probe]),
  ];
  return words.join(" ");
}

function printTarget({ name, as }: Target): string {
  // A name that could be taken for one of the prefixes cannot be: it has no colon.
  const text = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) ? name : JSON.stringify(name);
  return as === "any" ? text : `${as}:${text}`;
}

export function printQuantity({ value, unit }: Quantity): string {
  return `${value}${unit}`;
}
