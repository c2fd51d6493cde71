import { CANCELLED, ERROR, RESET, TIMEOUT } from "../../engine/outcome";

/** After which failures there is another attempt. */
export interface RetriedFailures {
  readonly onTimeout: boolean;
  readonly onError: boolean;
  readonly onRejected: boolean;
}

export function isRetried(outcome: number, { onTimeout, onError, onRejected }: RetriedFailures): boolean {
  if (outcome === TIMEOUT) return onTimeout;
  if (outcome === ERROR || outcome === RESET) return onError;
  return outcome !== CANCELLED && onRejected;
}
