import { setRun } from "../../topology/edit/config";
import { runSchema, type Topology } from "../../topology/schema";
import { mergeKeyOf } from "../forms/edit";
import { SchemaForm } from "../forms/schema-form";
import { useDocument } from "../stores/document-store";

/** How long the run lasts and from which seed it draws. */
export function RunForm() {
  const run = useDocument((state) => state.topology.run);
  const change = useDocument((state) => state.change);
  return (
    <SchemaForm
      schema={runSchema}
      value={run}
      onChange={(value, edit) =>
        change(
          `Change ${edit.title.toLowerCase()}`,
          // A field that was switched off is not in the value, and would stay what it was.
          (topology) => setRun(topology, { warmUpMs: undefined, ...(value as Topology["run"]) }),
          mergeKeyOf("run", edit),
        )
      }
    />
  );
}
