import { useMemo } from "react";
import type * as z from "zod";
import { configProblem } from "../../topology/config-problem";
import { replaceAt } from "../../topology/edit/replace";
import { ChoiceField } from "./choice-field";
import { describeField } from "./describe-field";
import type { Edit } from "./edit";
import { RestartNotes } from "./field-row";
import { type CommitAt, type FieldProps, FieldViewContext } from "./field-view";
import { GroupField } from "./group-field";
import { ListField } from "./list-field";
import { NumberField } from "./number-field";
import { OptionalField } from "./optional-field";
import { RecordingField } from "./recording-field";
import { ReferenceField } from "./reference-field";
import { TextField } from "./text-field";
import { ToggleField } from "./toggle-field";
import { UnionField } from "./union-field";

interface SchemaFormProps {
  readonly schema: z.ZodType;
  readonly value: unknown;
  /** False where no field can restart the run, as in the form of a fault to be. */
  readonly restartNotes?: boolean;
  /** Called with valid values only. */
  onChange(value: unknown, edit: Edit): void;
}

/** A form for any schema of the catalog: what it shows, allows and explains comes from the schema alone. */
export function SchemaForm({ schema, value, restartNotes = true, onChange }: SchemaFormProps) {
  const field = useMemo(() => describeField(schema), [schema]);
  const commit: CommitAt = (path, part, edit) => {
    const next = replaceAt(value, path, part);
    const problem = configProblem(schema, next);
    if (problem === null) onChange(next, edit);
    return problem;
  };
  return (
    <FieldViewContext.Provider value={FieldView}>
      <RestartNotes.Provider value={restartNotes}>
        <div className="form">
          <FieldView field={field} value={value} path={[]} commit={commit} />
        </div>
      </RestartNotes.Provider>
    </FieldViewContext.Provider>
  );
}

function FieldView({ field, ...rest }: FieldProps) {
  switch (field.sort) {
    case "number":
      return <NumberField field={field} {...rest} />;
    case "choice":
      return <ChoiceField field={field} {...rest} />;
    case "toggle":
      return <ToggleField field={field} {...rest} />;
    case "text":
      return <TextField field={field} {...rest} />;
    case "recording":
      return <RecordingField field={field} {...rest} />;
    case "reference":
      return <ReferenceField field={field} {...rest} />;
    case "group":
      return <GroupField field={field} {...rest} />;
    case "union":
      return <UnionField field={field} {...rest} />;
    case "list":
      return <ListField field={field} {...rest} />;
    case "optional":
      return <OptionalField field={field} {...rest} />;
  }
}
