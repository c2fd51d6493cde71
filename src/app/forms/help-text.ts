/// <reference path="./help-texts.d.ts" />
import texts from "virtual:help-texts";

/** The words of a field's help, or of a preset's source: in a build they lie apart from the catalogue, and come with the forms. */
export function helpText(help: string): string {
  return help.startsWith("#") ? (texts[Number(help.slice(1))] ?? "") : help;
}
