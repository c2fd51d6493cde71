import { tenthsText } from "../dock/clock-text";

export interface Reading {
  readonly label: string;
  readonly colour: string;
  readonly value: string;
}

/** A small card beside the cursor that reads every line of one chart. */
export interface Tooltip {
  show(
    at: { readonly left: number; readonly width: number; readonly timeS: number },
    readings: readonly Reading[],
    /** What to know of them, a sentence each. */
    notes: readonly string[],
  ): void;
  hide(): void;
}

const GAP = 12;

export function createTooltip(parent: HTMLElement): Tooltip {
  const root = document.createElement("div");
  root.className = "chart-tooltip";
  root.hidden = true;
  parent.append(root);
  return {
    show({ left, width, timeS }, readings, notes) {
      root.replaceChildren(
        cell("chart-tooltip-time", tenthsText(timeS * 1000)),
        ...readings.flatMap(row),
        ...notes.map((note) => cell("chart-tooltip-note", note)),
      );
      root.hidden = false;
      // On the side with more room, so that it never covers what is being read.
      const x = left > width / 2 ? left - root.offsetWidth - GAP : left + GAP;
      root.style.transform = `translateX(${Math.round(x)}px)`;
    },
    hide() {
      root.hidden = true;
    },
  };
}

function row({ label, colour, value }: Reading): HTMLElement[] {
  const name = cell("chart-tooltip-name", label);
  const mark = document.createElement("i");
  mark.className = "chart-mark";
  mark.style.color = colour;
  name.prepend(mark);
  return [name, cell("chart-tooltip-value", value)];
}

function cell(className: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}
