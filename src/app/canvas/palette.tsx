import type { DragEvent } from "react";
import { kinds } from "../../catalog/kinds/definitions";
import { KindTile } from "../panels/kind-tile";
import { flow } from "./flow-instance";
import { boundaryItems, noteItem, type PaletteItem, placeInView } from "./place";
import "./palette.css";

export const DRAG_TYPE = "application/x-faultyard-item";

const TITLES = {
  traffic: "Traffic",
  network: "Network",
  compute: "Compute",
  data: "Data",
  messaging: "Messaging",
} as const;

/** Everything one can place: drag it, click it, or press Enter on it. */
export function Palette() {
  const groups = Object.entries(TITLES).map(([family, title]) => ({
    title,
    items: kinds.filter((kind) => kind.family === family).map((kind): PaletteItem => ({ ...kind, summary: kind.docs.summary })),
  }));
  return (
    <div className="palette">
      {[...groups, { title: "Boundaries", items: [...boundaryItems, noteItem] }].map(({ title, items }) => (
        <section key={title} aria-label={title}>
          <h2>{title}</h2>
          {items.map((item) => (
            <PaletteButton key={item.id} item={item} />
          ))}
        </section>
      ))}
    </div>
  );
}

function PaletteButton({ item }: { readonly item: PaletteItem }) {
  const start = (event: DragEvent) => {
    event.dataTransfer.setData(DRAG_TYPE, item.id);
    event.dataTransfer.effectAllowed = "copy";
  };
  return (
    <button
      type="button"
      className="palette-item"
      draggable
      title={item.summary}
      onDragStart={start}
      onClick={() => flow.focus(placeInView(item.id))}
    >
      <KindTile paths={item.icon} family={item.family} />
      {item.title}
    </button>
  );
}
