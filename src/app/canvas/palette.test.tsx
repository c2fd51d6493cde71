import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kinds } from "../../catalog/kinds/definitions";
import { addNode } from "../../topology/edit/add";
import { emptyTopology, useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { Palette } from "./palette";

beforeEach(() => {
  useDocument.getState().open("test", emptyTopology());
  render(<Palette />);
});
afterEach(cleanup);

const topology = () => useDocument.getState().topology;

describe("the palette", () => {
  it("offers every kind under its family, and zones and notes under Boundaries", () => {
    for (const kind of kinds) expect(screen.getByRole("button", { name: kind.title })).toBeDefined();
    const boundaries = within(screen.getByRole("region", { name: "Boundaries" }));
    expect(boundaries.getAllByRole("button").map((button) => button.textContent)).toEqual(["Zone", "Region", "Location", "Note"]);
  });

  it("places by click, selects what it placed, and can be undone by name", async () => {
    const [kind] = kinds;
    await userEvent.click(screen.getByRole("button", { name: kind.title }));
    expect(topology().nodes.map((node) => node.kind)).toEqual([kind.id]);
    expect([...useSelection.getState().ids]).toEqual(topology().nodes.map(({ id }) => id));
    expect(useDocument.getState().history.past.at(-1)?.label).toBe(`Add ${kind.title.toLowerCase()}`);
  });

  it("places by keyboard, and the next one beside the first", async () => {
    const [kind] = kinds;
    screen.getByRole("button", { name: kind.title }).focus();
    await userEvent.keyboard("{Enter}{Enter}");
    const [first, second] = topology().nodes;
    expect(topology().nodes).toHaveLength(2);
    expect(first?.position).not.toEqual(second?.position);
  });

  it("draws a zone that adopts the nodes it comes to lie around", async () => {
    const added = addNode(topology(), kinds[0].id, { x: 300, y: 250 });
    useDocument.getState().open("test", added.topology);
    await userEvent.click(screen.getByRole("button", { name: "Zone" }));
    expect(topology().nodes[0]?.boundary).toBe(topology().boundaries[0]?.id);
  });
});
