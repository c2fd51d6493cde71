import { useSyncExternalStore } from "react";
import { live, onFrame } from "../stores/live";
import { useRun } from "../stores/run-store";

/** What the dots mean, how many of them are shown, and that they are slowed to be seen. */
export function ParticleLegend() {
  const oneIn = useSyncExternalStore(onFrame, () => live.frame?.hopsOneIn ?? 0);
  const speed = useRun((state) => state.speed);
  return (
    <div className="legend">
      <span className="legend-request">request</span>
      <span className="legend-reply">reply</span>
      <span className="legend-error">error</span>
      <span className="legend-message">queued message</span>
      <span className="legend-sample">
        {oneIn === 0 ? `not drawn at ${Number.isFinite(speed) ? `${speed}×` : "this speed"}` : oneIn > 1 ? `1 in ${oneIn} shown` : "all shown"}
        {oneIn > 0 && ", short hops slowed to be seen"}
      </span>
    </div>
  );
}
