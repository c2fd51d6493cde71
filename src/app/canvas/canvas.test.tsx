import { act, cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LINK_COLUMNS, NODE_COLUMNS, REPLICA_STATES, type ReplicaState } from "../../lab/frame";
import { setConfig } from "../../topology/edit/config";
import { firstRunExample } from "../../topology/examples/first-run";
import { parseTopology } from "../../topology/parse";
import { useShortcuts } from "../commands/use-shortcuts";
import { useNotice } from "../persistence/notice-store";
import { useDocument } from "../stores/document-store";
import { takeFrame, takeLayout } from "../stores/live";
import { useRun } from "../stores/run-store";
import { useSelection } from "../stores/selection-store";
import { Canvas } from "./canvas";

const controls = { ...useRun.getState().controls, inject: vi.fn(), clear: vi.fn() };

function Workspace() {
  useShortcuts();
  return <Canvas />;
}

beforeEach(() => {
  useDocument.getState().open("test", firstRunExample());
  useSelection.getState().clear();
  useRun.setState({ controls, state: "paused", nowMs: 1 });
  render(<Workspace />);
});
afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

const nodeNamed = (name: RegExp) => screen.findByRole("group", { name });
const topology = () => useDocument.getState().topology;
const links = () => topology().links.map(({ from, to }) => `${from} ${to}`);

function sendFrame(down: readonly string[], state: ReplicaState = "down") {
  const { nodes, links: edges } = topology();
  const counts = nodes.map(({ id }) => (id.startsWith("checkout") ? 2 : 1));
  const replicaBase = [0];
  for (const count of counts) replicaBase.push((replicaBase.at(-1) ?? 0) + count);
  const cells = new Float32Array(nodes.length * NODE_COLUMNS.length);
  const row = nodes.findIndex(({ id }) => id === "checkout-b");
  cells[row * NODE_COLUMNS.length + NODE_COLUMNS.indexOf("utilisationRatio")] = 0.42;
  cells.set([3, 5], row * NODE_COLUMNS.length + NODE_COLUMNS.indexOf("gauge0"));
  const replicas = new Uint8Array(replicaBase.at(-1) ?? 0);
  for (const id of down) replicas[replicaBase[nodes.findIndex((node) => node.id === id)] ?? 0] = REPLICA_STATES.indexOf(state);
  act(() => {
    takeLayout(
      {
        nodeIds: nodes.map(({ id }) => id),
        linkIds: edges.map(({ id }) => id),
        faultIds: [],
        partBase: nodes.map((_, i) => (i > row ? 4 : 0)),
        figureBase: [],
        policyFigureBase: [],
        replicaBase,
        reasons: [],
        windowMs: 100,
        durationMs: 1000,
        windowStride: 0,
      },
      true,
    );
    takeFrame({
      nowMs: 1,
      events: 0,
      issued: 0,
      ok: 0,
      failed: 0,
      inFlight: 0,
      runHash: "",
      figures: new Float64Array(0),
      parts: Float32Array.of(0, 6, 3, 0),
      hopsOneIn: 1,
      windows: new Float64Array(0),
      nodes: cells,
      links: new Float32Array(edges.length * LINK_COLUMNS.length),
      replicas,
      activeFaults: new Uint8Array(0),
      hops: new Float64Array(0),
    });
  });
}

describe("a node's face", () => {
  it("says what it is, and in frames how it is", async () => {
    const face = await nodeNamed(/^Checkout B, Server/);
    sendFrame(["checkout-b"]);
    await vi.waitFor(() => expect(face.getAttribute("aria-label")).toBe("Checkout B, Server, 1 of 2 replicas up"));
    expect(face.textContent).toContain("42%");
    expect(face.textContent).toContain("1 of 2 down");
  });

  it("of a node that scales shows ready of desired replicas, and counts no room as a replica", async () => {
    act(() => useDocument.getState().open("scaled", setConfig(firstRunExample(), "checkout-b", ["autoscaling"], {})));
    const face = await nodeNamed(/^Checkout B, Server/);
    sendFrame(["checkout-b"], "absent");
    await vi.waitFor(() => expect(face.textContent).toContain("ready 3 of 5"));
    expect(face.getAttribute("aria-label")).toBe("Checkout B, Server");
    expect([...face.querySelectorAll<HTMLElement>("[data-pip]")].map(({ dataset }) => dataset.state).slice(0, 2)).toEqual(["absent", "up"]);
    expect((await nodeNamed(/^Checkout A/)).textContent).not.toContain("ready");
  });

  it("of a log shows which of its partitions lag", async () => {
    const log = { id: "checkout-b", kind: "log", name: "Events", config: { partitions: 4 } };
    const nodes = firstRunExample().nodes.map((node) => (node.id === log.id ? { ...node, ...log } : node));
    const opened = parseTopology(JSON.stringify({ ...firstRunExample(), nodes }));
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    act(() => useDocument.getState().open("log", opened.value.topology));
    const face = await nodeNamed(/^Events, Log/);
    sendFrame([]);
    const levels = () => [...face.querySelectorAll<HTMLElement>("[data-part]")].map(({ style }) => style.getPropertyValue("--level"));
    await vi.waitFor(() => expect(levels()).toEqual(["0%", "100%", "50%", "0%"]));
    expect(face.querySelector("[title='Lag by partition']")).not.toBeNull();
  });

  it("kills a replica from its menu by keyboard", async () => {
    const face = await nodeNamed(/^Checkout B/);
    sendFrame([]);
    within(face)
      .getByRole("button", { name: /^Replicas of Checkout B/ })
      .focus();
    await userEvent.keyboard("{Enter}");
    await screen.findByRole("menuitem", { name: "Kill replica 2" });
    await userEvent.keyboard("{ArrowDown}{Enter}");
    expect(controls.inject).toHaveBeenCalledWith(expect.objectContaining({ target: { type: "node", id: "checkout-b", replicas: [1] } }));
  });

  it("kills the replica whose pip is clicked", async () => {
    const face = await nodeNamed(/^Checkout A/);
    sendFrame([]);
    await userEvent.click(face.querySelector('[data-pip="1"]') as Element);
    expect(controls.inject).toHaveBeenCalledWith(expect.objectContaining({ target: { type: "node", id: "checkout-a", replicas: [1] } }));
  });
});

describe("connecting by keyboard", () => {
  it("lists where a link can go, and makes it", async () => {
    const links0 = links();
    (await nodeNamed(/^Shoppers/)).focus();
    await userEvent.keyboard("c");
    const [first] = await screen.findAllByRole("menuitem");
    expect(first?.textContent).toBe("Checkout A");
    await userEvent.keyboard("{Enter}");
    expect(links()).toEqual([...links0, "shoppers checkout-a"]);
    expect(useDocument.getState().history.past.at(-1)?.label).toBe("Connect Shoppers to Checkout A");
  });

  it("says why a link makes no sense", async () => {
    const before = links();
    (await nodeNamed(/^Orders/)).focus();
    await userEvent.keyboard("c");
    await screen.findAllByRole("menuitem");
    await userEvent.keyboard("{Enter}");
    expect(links()).toEqual(before);
    expect(useNotice.getState().notice?.text).toMatch(/Start the link at the caller/);
  });
});

describe("keys on the canvas", () => {
  it("nudge what has the focus, as one step to undo", async () => {
    const at = () => topology().nodes.find(({ id }) => id === "edge")?.position;
    const before = at();
    (await nodeNamed(/^Edge/)).focus();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}");
    expect(at()).toEqual({ x: (before?.x ?? 0) + 16, y: before?.y });
    await userEvent.keyboard("{Control>}z{/Control}");
    expect(at()).toEqual(before);
  });

  it("delete the selection with its links, and undo brings all back", async () => {
    await nodeNamed(/^Edge/);
    const before = topology();
    act(() => useSelection.getState().select(["edge"]));
    await userEvent.keyboard("{Delete}");
    expect(topology().nodes.some(({ id }) => id === "edge")).toBe(false);
    await userEvent.keyboard("{Control>}z{/Control}");
    expect(topology()).toEqual(before);
  });
});
