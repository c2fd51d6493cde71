import type { FieldPreset } from "../../catalog/fields";
import { helpText } from "./help-text";
import { numberText } from "./number-text";
import "./lists.css";

interface PresetsMenuProps {
  /** Title of the field they belong to. */
  readonly title: string;
  readonly unit?: string | undefined;
  readonly presets: readonly FieldPreset[];
  /** The words for a value that is not a number. */
  readonly nameOf?: (value: unknown) => string | undefined;
  choose(value: unknown): void;
}

/**
 * Documented values offered beside a field, each with its source. A native select, because its list needs no
 * script, works on touch, and closes by itself.
 */
export function PresetsMenu({ title, unit, presets, nameOf, choose }: PresetsMenuProps) {
  if (presets.length === 0) return null;
  const valueText = (value: unknown) =>
    typeof value === "number" ? `${numberText(value)}${unit === undefined ? "" : ` ${unit}`}` : (nameOf?.(value) ?? String(value));
  return (
    <span className="form-presets">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M7 10l5 5 5-5" />
      </svg>
      <select
        aria-label={`Presets for ${title}`}
        title="Presets with their sources"
        value=""
        onChange={(event) => {
          const preset = presets[Number(event.target.value)];
          if (preset !== undefined) choose(preset.value);
        }}
      >
        <option value="" hidden>
          Presets
        </option>
        {presets.map((preset, index) => (
          <option key={preset.label} value={index}>
            {`${preset.label}: ${valueText(preset.value)} (${helpText(preset.source)})`}
          </option>
        ))}
      </select>
    </span>
  );
}
