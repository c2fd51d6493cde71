import type { ReactFlowInstance } from "@xyflow/react";
import { expect, it, vi } from "vitest";
import { flow } from "./flow-instance";

it("fits a document that was open before the canvas was there, once it is", () => {
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  const fitView = vi.fn(() => Promise.resolve(true));
  const instance = { getNodes: () => [], fitView } as unknown as ReactFlowInstance;
  flow.fitOpened();
  expect(fitView).not.toHaveBeenCalled();
  flow.attach(instance, null);
  expect(fitView).toHaveBeenCalledTimes(1);
  flow.attach(instance, null);
  expect(fitView).toHaveBeenCalledTimes(1);
});
