import { useRun } from "../stores/run-store";
import { useReducedMotion } from "./reduced-motion";
import { useTraffic } from "./traffic-store";

/** What the dots mean, how many of them are shown, and whether they are slowed to be seen. */
export function ParticleLegend() {
  const still = useReducedMotion();
  const { oneIn, slowed } = useTraffic();
  const speed = useRun((state) => state.speed);
  const begun = useRun((state) => state.state === "running" || state.nowMs > 0);
  const running = useRun((state) => state.state === "running");
  if (still || !begun) return null;
  const sample = oneIn > 1 ? `1 in ${oneIn}` : oneIn === 0 && running ? `Messages are not drawn at ${words(speed)}` : "";
  return (
    <div className="legend">
      <span className="legend-request">Request</span>
      <span className="legend-reply">Reply</span>
      <span className="legend-error">Error</span>
      <span className="legend-message">Queued message</span>
      {sample !== "" && <span className="legend-note">{sample}</span>}
      {oneIn > 0 && slowed && <span className="legend-note">slowed to be seen</span>}
    </div>
  );
}

const words = (speed: number) => (Number.isFinite(speed) ? `${speed}×` : "full speed");
