import type { Problem } from "../../base/problem";

export function errorAt(path: string, message: string, remedy: string): Problem {
  return { path, message, remedy, severity: "error" };
}

export function warningAt(path: string, message: string, remedy: string): Problem {
  return { path, message, remedy, severity: "warning" };
}
