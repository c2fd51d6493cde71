import { create } from "zustand";

interface TrafficState {
  /** Some hops are shown longer than they took. */
  readonly slowed: boolean;
  /** One request in this many is shown; 0 when none is. */
  readonly oneIn: number;
}

/** What the legend has to say about the dots; changes seldom. */
export const useTraffic = create<TrafficState>()(() => ({ slowed: false, oneIn: 1 }));

export function tellTraffic(slowed: boolean, oneIn: number): void {
  const before = useTraffic.getState();
  if (before.slowed !== slowed || before.oneIn !== oneIn) useTraffic.setState({ slowed, oneIn });
}
