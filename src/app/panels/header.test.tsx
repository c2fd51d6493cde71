// @vitest-environment happy-dom
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { firstRunExample } from "../../topology/examples/first-run";
import * as actions from "../persistence/actions";
import { useDocument } from "../stores/document-store";
import { Header } from "./header";

vi.mock("../persistence/actions", { spy: true });

beforeEach(() => {
  useDocument.getState().open("test", firstRunExample());
  render(<Header />);
});
afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

describe("the document's name", () => {
  it("is renamed with Enter and left alone with Escape, as one step to undo", async () => {
    await userEvent.click(screen.getByRole("button", { name: "Rename Checkout" }));
    await userEvent.keyboard("Tills{Enter}");
    expect(useDocument.getState().topology.name).toBe("Tills");
    await userEvent.click(screen.getByRole("button", { name: "Rename Tills" }));
    await userEvent.keyboard("Other{Escape}");
    expect(useDocument.getState().topology.name).toBe("Tills");
    expect(useDocument.getState().history.past).toHaveLength(1);
  });
});

describe("the menu", () => {
  it("is walked with the arrows and left with Escape, which gives the focus back", async () => {
    const trigger = screen.getByRole("button", { name: "File" });
    trigger.focus();
    await userEvent.keyboard("{ArrowDown}");
    expect(document.activeElement?.textContent).toBe("New");
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    expect(document.activeElement?.textContent).toBe("Examples");
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("menu")).toBeNull();
    expect(document.activeElement).toBe(trigger);
  });

  it("exports", async () => {
    vi.mocked(actions.exportJson).mockReturnValue(undefined);
    await userEvent.click(screen.getByRole("button", { name: "File" }));
    await userEvent.click(screen.getByRole("menuitem", { name: "Export JSON" }));
    expect(actions.exportJson).toHaveBeenCalledOnce();
  });
});

describe("undo and redo", () => {
  it("say what they would do", async () => {
    expect(screen.getByRole("button", { name: "Nothing to undo" }).getAttribute("aria-disabled")).toBe("true");
    act(() => useDocument.getState().change("Move Edge", (t) => ({ ...t, description: "x" })));
    await userEvent.click(screen.getByRole("button", { name: "Undo: Move Edge" }));
    expect(screen.getByRole("button", { name: "Redo: Move Edge" })).toBeTruthy();
  });
});

it("switches the theme and says so", async () => {
  await userEvent.click(screen.getByRole("button", { name: /^Theme: as the system/ }));
  expect(document.documentElement.dataset.theme).toBe("light");
  await userEvent.click(screen.getByRole("button", { name: /^Theme: light/ }));
  expect(document.documentElement.dataset.theme).toBe("dark");
  await userEvent.click(screen.getByRole("button", { name: /^Theme: dark/ }));
  expect(document.documentElement.dataset.theme).toBeUndefined();
});
