import "../../topology/all-behaviours";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { useDrillsView } from "../drills/drills-view";
import { CommandPalette } from "./command-palette";
import { useCommandUi } from "./command-ui-store";
import { useShortcuts } from "./use-shortcuts";

function Workspace() {
  useShortcuts();
  return null;
}

afterEach(() => {
  cleanup();
  useCommandUi.getState().close();
});

it("what is typed before the palette is there goes to the palette, and is no shortcut", async () => {
  render(<Workspace />);
  await userEvent.keyboard("{Control>}k{/Control}");
  expect(useCommandUi.getState().open).toBe("palette");
  // D alone would open the drills.
  await userEvent.keyboard("fid");
  expect(useDrillsView.getState().open).toBe(false);
  render(<CommandPalette />);
  expect(screen.getByRole("combobox")).toHaveProperty("value", "fid");
  await waitFor(() => expect(screen.getAllByRole("option")[0]?.textContent).toContain("Fidelity"));
});

it("Escape takes back what is not there yet", async () => {
  render(<Workspace />);
  await userEvent.keyboard("{Control>}k{/Control}{Escape}");
  expect(useCommandUi.getState().open).toBeNull();
});
