// @vitest-environment happy-dom
import { act, cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LINK_COLUMNS, NODE_COLUMNS } from "../../lab/frame";
import { firstRunExample } from "../../topology/examples/first-run";
import { useDocument } from "../stores/document-store";
import { takeFrame, takeLayout } from "../stores/live";
import { useRun } from "../stores/run-store";
import { useSelection } from "../stores/selection-store";
import { Inspector } from "./inspector";

const controls = { ...useRun.getState().controls, inject: vi.fn(), clear: vi.fn() };

beforeEach(() => {
  useDocument.getState().open("test", firstRunExample());
  useSelection.getState().clear();
  useRun.setState({ controls, nowMs: 0, state: "paused", problems: [], result: null });
  render(<Inspector />);
});
afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

const select = (...ids: string[]) => act(() => useSelection.getState().select(ids));
const configOf = (id: string) => useDocument.getState().topology.nodes.find((node) => node.id === id)?.config as Record<string, unknown>;
const pressTab = async (name: string) => userEvent.click(await screen.findByRole("tab", { name }));

function sendFrame(replicas: readonly number[]) {
  const { topology } = useDocument.getState();
  const counts = topology.nodes.map(({ id }) => (id.startsWith("checkout") ? 2 : 1));
  const replicaBase = [0];
  for (const count of counts) replicaBase.push((replicaBase.at(-1) ?? 0) + count);
  const nodes = new Float32Array(topology.nodes.length * NODE_COLUMNS.length);
  nodes[2 * NODE_COLUMNS.length + NODE_COLUMNS.indexOf("utilisationRatio")] = 0.42;
  const common = {
    events: 0,
    issued: 0,
    ok: 0,
    failed: 0,
    inFlight: 0,
    runHash: "",
    hopsOneIn: 1,
    parts: new Float32Array(0),
    figures: new Float64Array(0),
  };
  takeLayout(
    {
      nodeIds: topology.nodes.map(({ id }) => id),
      linkIds: topology.links.map(({ id }) => id),
      faultIds: [],
      partBase: [],
      figureBase: [],
      policyFigureBase: [],
      replicaBase,
      reasons: [],
      windowMs: 1000,
      durationMs: 60_000,
      windowStride: 0,
    },
    true,
  );
  takeFrame({
    ...common,
    nowMs: 1000,
    windows: new Float64Array(0),
    nodes,
    links: new Float32Array(topology.links.length * LINK_COLUMNS.length),
    replicas: Uint8Array.from(replicas),
    activeFaults: new Uint8Array(0),
    hops: new Float64Array(0),
  });
}

describe("settings", () => {
  it("edits the selected node; one visit to a field is one step to undo", async () => {
    select("checkout-b");
    const slots = await screen.findByRole("spinbutton", { name: "Slots per replica" });
    await userEvent.clear(slots);
    await userEvent.type(slots, "128");
    expect(configOf("checkout-b").slots).toBe(128);
    expect(useDocument.getState().history.past.map(({ label }) => label)).toEqual(["Change slots per replica of Checkout B"]);
    act(() => useDocument.getState().undo());
    expect(configOf("checkout-b").slots).toBe(4);
    expect(slots).toHaveProperty("value", "4");
  });

  it("renames without losing spaces on the way", async () => {
    select("checkout-b");
    const name = screen.getByRole("textbox", { name: "Name of this server" });
    await userEvent.clear(name);
    await userEvent.type(name, "Pay desk");
    expect(useDocument.getState().topology.nodes.find(({ id }) => id === "checkout-b")?.name).toBe("Pay desk");
    expect(useDocument.getState().history.past).toHaveLength(1);
  });

  it("offers the caller's policies on a link of a caller", async () => {
    select("checkout-a--orders");
    expect(await screen.findByText("Calls to Orders")).toBeTruthy();
    await userEvent.click(screen.getByRole("switch", { name: "Circuit breaker" }));
    expect(useDocument.getState().topology.links.find(({ id }) => id === "checkout-a--orders")?.policies.circuitBreaker).toMatchObject({
      failureRatio: 0.5,
    });
  });
});

describe("figures", () => {
  it("says in words what is down, and writes live figures", async () => {
    select("checkout-a");
    await pressTab("Metrics");
    act(() => sendFrame([0, 0, 0, 3, 0, 0, 0]));
    expect(screen.getByText("1 of 2 replicas down")).toBeTruthy();
    const table = screen.getByRole("table", { name: "This node" });
    await vi.waitFor(() => expect(within(table).getByRole("row", { name: /Utilisation/ }).textContent).toContain("42 %"));
    expect(screen.getByRole("table", { name: "Calls from Edge" })).toBeTruthy();
    expect(screen.getByRole("table", { name: "Calls to Orders" })).toBeTruthy();
  });
});

describe("zones", () => {
  it("replicas are spread over those that are chosen, and gathered again", async () => {
    select("checkout-b");
    const zones = () => useDocument.getState().topology.nodes.find(({ id }) => id === "checkout-b")?.zones;
    const group = screen.getByRole("group", { name: "Replicas spread over" });
    const [first] = useDocument.getState().topology.boundaries;
    await userEvent.click(within(group).getByRole("checkbox", { name: first.name }));
    expect(zones()).toEqual([first.id]);
    await userEvent.click(within(group).getByRole("checkbox", { name: first.name }));
    expect(zones()).toBeUndefined();
    select("shoppers");
    expect(screen.queryByRole("group", { name: "Replicas spread over" })).toBeNull();
  });
});

describe("faults", () => {
  it("offers exactly what can be aimed at the element", async () => {
    select("shoppers");
    await pressTab("Faults");
    const offered = () => [...document.querySelectorAll(".fault-maker summary")].map((summary) => summary.textContent);
    expect(offered()).toEqual(["Traffic spike", "Hot key", "Thundering herd"]);
    select("zone-a");
    await pressTab("Faults");
    expect(offered()).toContain("Zone outage");
  });

  it("breaks one replica now", async () => {
    select("checkout-b");
    await pressTab("Faults");
    await userEvent.click(screen.getByText("Crash"));
    const maker = screen.getByText("Crash").closest("details") as HTMLElement;
    await userEvent.click(within(maker).getByRole("checkbox", { name: "2" }));
    await userEvent.click(within(maker).getByRole("button", { name: "Break now" }));
    expect(controls.inject).toHaveBeenCalledWith(
      expect.objectContaining({ type: "crash", target: { type: "node", id: "checkout-b", replicas: [0] } }),
    );
  });

  it("schedules, shows, mends and removes a fault", async () => {
    select("checkout-b");
    await pressTab("Faults");
    const maker = screen.getByText("Slow").closest("details") as HTMLElement;
    await userEvent.click(within(maker).getByText("Slow"));
    await userEvent.click(within(maker).getByRole("button", { name: "Schedule" }));
    const [fault] = useDocument.getState().topology.faults;
    expect(fault).toMatchObject({ type: "slow", startMs: 20_000, durationMs: 20_000, params: { factor: 3 } });
    expect(screen.getByText("Scheduled")).toBeTruthy();
    act(() => useRun.setState({ nowMs: 25_000 }));
    await userEvent.click(screen.getByRole("button", { name: "Mend now" }));
    expect(controls.clear).toHaveBeenCalledWith(fault?.id);
    await userEvent.click(screen.getByRole("button", { name: "Remove" }));
    expect(useDocument.getState().topology.faults).toEqual([]);
  });
});

describe("nothing or many selected", () => {
  it("shows findings, the document's words and what stops the run", () => {
    expect(screen.getByRole("button", { name: "Orders is a single point of failure" })).toBeTruthy();
    expect(screen.getByRole("textbox", { name: "Description" })).toHaveProperty("value", useDocument.getState().topology.description);
    act(() =>
      useRun.setState({
        problems: [
          {
            path: "links[3]",
            message: "It leads in a circle.",
            remedy: "Remove one link.",
            severity: "error",
          },
        ],
      }),
    );
    expect(screen.getByText("This cannot run yet")).toBeTruthy();
    expect(screen.getByText("links[3]")).toBeTruthy();
  });

  it("selects what a finding is about", async () => {
    await userEvent.click(screen.getByRole("button", { name: "Orders is a single point of failure" }));
    expect([...useSelection.getState().ids]).toEqual(["orders"]);
  });

  it("aligns and deletes several at once, undoably", async () => {
    select("checkout-a", "orders");
    expect(screen.getByText("2 selected")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Align top" }));
    const ys = useDocument
      .getState()
      .topology.nodes.filter(({ id }) => ["checkout-a", "orders"].includes(id))
      .map(({ position }) => position.y);
    expect(new Set(ys).size).toBe(1);
    await userEvent.click(screen.getByRole("button", { name: "Delete" }));
    expect(useDocument.getState().topology.nodes).toHaveLength(3);
    act(() => useDocument.getState().undo());
    expect(useDocument.getState().topology.nodes).toHaveLength(5);
  });
});
