/** Rows in columns, the first left-aligned, figures right-aligned. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return [head, ...rows].map((row) => `${line(row)}\n`).join("");
}

/** A latency with as many digits as matter, or a dash where nothing was recorded. */
export function ms(value: number | null): string {
  return value === null ? "-" : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

export const whole = (value: number) => Math.round(value).toLocaleString("en-US");
export const decimal = (value: number) => value.toFixed(value < 10 ? 2 : 1);
export const percent = (ratio: number) => `${(ratio * 100).toFixed(1)} %`;
