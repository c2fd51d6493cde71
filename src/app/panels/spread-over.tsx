import { setZones } from "../../topology/edit/config";
import type { TopologyNode } from "../../topology/schema";
import { useDocument } from "../stores/document-store";
import "./spread-over.css";

/** In which zones a node's replicas lie, in turn. */
export function SpreadOver({ node }: { readonly node: TopologyNode }) {
  const boundaries = useDocument((state) => state.topology.boundaries);
  const change = useDocument((state) => state.change);
  if (boundaries.length === 0) return null;
  const chosen = new Set(node.zones);
  const toggle = (id: string) => {
    const wanted = new Set(chosen);
    if (!wanted.delete(id)) wanted.add(id);
    change(`Spread ${node.name} over zones`, (t) => setZones(t, node.id, wanted));
  };
  return (
    <fieldset className="spread-over">
      <legend className="form-heading">Replicas spread over</legend>
      <p className="form-help">
        In turn; none: all lie where it is drawn. <span className="form-restarts">restarts the run</span>
      </p>
      {boundaries.map(({ id, name }) => (
        <label key={id}>
          <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
