import { assignBoundary } from "../../topology/edit/boundaries";
import { boxesById, centreOf, contains } from "../../topology/edit/geometry";
import type { Topology } from "../../topology/schema";

/** After a boundary appeared or changed its size: what lies in it belongs to it, what no longer does leaves. */
export function adoptInside(topology: Topology, boundaryId: string): Topology {
  const boxes = boxesById(topology);
  const zone = boxes.get(boundaryId);
  if (zone === undefined || !topology.boundaries.some(({ id }) => id === boundaryId)) return topology;
  const concerned = topology.nodes.filter(({ id, boundary }) => {
    const box = boxes.get(id);
    return boundary === boundaryId || (box !== undefined && contains(zone, centreOf(box)));
  });
  return assignBoundary(
    topology,
    concerned.map(({ id }) => id),
  );
}
