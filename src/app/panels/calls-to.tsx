import { type Policies, policies, policiesSchema } from "../../catalog/policies/definitions";
import { setPolicy } from "../../topology/edit/config";
import type { TopologyLink } from "../../topology/schema";
import { type Edit, mergeKeyOf } from "../forms/edit";
import { SchemaForm } from "../forms/schema-form";
import { useDocument } from "../stores/document-store";

interface CallsToProps {
  readonly link: TopologyLink;
  /** The name of what is called. */
  readonly name: string;
  readonly open?: boolean;
}

/** What the caller does about slow and failing answers on one link. */
export function CallsTo({ link, name, open = false }: CallsToProps) {
  const change = useDocument((state) => state.change);
  const put = (value: unknown, edit: Edit) => {
    const policy = edit.path[0] as keyof Policies;
    const next = (value as Policies)[policy];
    change(
      `Change ${edit.title.toLowerCase()} of calls to ${name}`,
      (t) => setPolicy(t, link.id, policy, next),
      mergeKeyOf(`${link.id}:policies`, edit),
    );
  };
  const active = policies.filter(({ id }) => link.policies[id] !== undefined).map(({ title }) => title.toLowerCase());
  return (
    <details className="panel-fold" open={open}>
      <summary>
        Calls to {name}
        <span className="panel-fold-note">{active.length === 0 ? "no policy" : active.join(", ")}</span>
      </summary>
      <p className="form-help">A call goes through these from top to bottom.</p>
      <SchemaForm schema={policiesSchema} value={link.policies} onChange={put} />
    </details>
  );
}
