import type { EverythingResult, Harm, Loss } from "../lab/drill/everything/ranking";
import { percent, table, whole } from "./table";

const HARMS: Readonly<Record<Harm, string>> = { gone: "gone", hurt: "hurt", bumpy: "until noticed", unfelt: "not felt" };

/** What hurts most when it is lost, as a person reads it in a terminal. */
export function everythingSummary(result: EverythingResult): string {
  const { topology, losses, seeds } = result;
  const single = losses.filter(({ isSinglePoint }) => isSinglePoint);
  const seen = seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds[seeds.length - 1]}`;
  const points =
    single.length === 0
      ? "No single point of failure: nothing that fails alone takes a client or an operation away."
      : `Single points of failure: ${single.map(({ name }) => name).join(", ")}.`;
  const rows = losses.map((loss) => [what(loss), HARMS[loss.harm], percent(loss.lostRatio), whole(loss.failed), worst(loss)]);
  return `${topology}: ${losses.length} losses, ${seen}\n${points}\n\n${table(["lost", "", "answers away", "failed in 80 s", "hit hardest"], rows)}`;
}

function what({ name, unit, replicas }: Loss): string {
  switch (unit) {
    case "node":
      return name;
    case "replica":
      return `${name}, 1 of ${replicas}`;
    case "leader":
      return `${name}, the leader`;
    case "all replicas":
      return `${name}, all ${replicas}`;
    case "link":
      return `link ${name}`;
  }
}

function worst({ missing, harm }: Loss): string {
  if (harm !== "gone" && harm !== "hurt") return "";
  const [first] = [...missing].sort((a, b) => b.lostRatio - a.lostRatio);
  return first === undefined ? "" : `${first.name} ${percent(first.lostRatio)}`;
}
