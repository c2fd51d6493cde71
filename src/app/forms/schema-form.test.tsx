// @vitest-environment happy-dom
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type * as z from "zod";
import { kinds } from "../../catalog/kinds/definitions";
import { policiesSchema } from "../../catalog/policies/definitions";
import type { Edit } from "./edit";
import { mergeKeyOf } from "./edit";
import { ReferenceChoices } from "./reference-field";
import { SchemaForm } from "./schema-form";

afterEach(cleanup);

const titled = (title: string) => {
  const kind = kinds.find((entry) => entry.title === title);
  if (kind === undefined) throw new Error(title);
  return kind.config;
};

function show(schema: z.ZodType, start: unknown = schema.parse({})) {
  const changed = vi.fn<(value: unknown, edit: Edit) => void>();
  function Held() {
    const [value, setValue] = useState(start);
    return (
      <SchemaForm
        schema={schema}
        value={value}
        onChange={(next, edit) => {
          changed(next, edit);
          setValue(next);
        }}
      />
    );
  }
  render(<Held />);
  return changed;
}

const lastValue = (changed: ReturnType<typeof show>) => changed.mock.lastCall?.[0];

describe("a number", () => {
  it("keeps what was typed and says why it is not taken, beside the field", async () => {
    const changed = show(titled("Server"));
    const slots = screen.getByRole("spinbutton", { name: "Slots per replica" });
    await userEvent.clear(slots);
    await userEvent.type(slots, "0");
    expect(slots).toHaveProperty("value", "0");
    expect(slots.getAttribute("aria-invalid")).toBe("true");
    const error = screen.getByText("Slots per replica must be between 1 and 100000.");
    expect(slots.getAttribute("aria-describedby")).toContain(error.id);
    expect(changed).not.toHaveBeenCalled();
    await userEvent.clear(slots);
    await userEvent.type(slots, "12");
    expect(lastValue(changed)).toMatchObject({ slots: 12 });
    expect(slots.getAttribute("aria-invalid")).toBeNull();
  });

  it("gives the keystrokes of one visit one merge key, and the next visit another", async () => {
    const changed = show(titled("Server"));
    const slots = screen.getByRole("spinbutton", { name: "Slots per replica" });
    await userEvent.type(slots, "12");
    await userEvent.tab();
    await userEvent.type(slots, "3");
    const keys = changed.mock.calls.map(([, edit]) => mergeKeyOf("n1", edit));
    expect(keys).toHaveLength(3);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("steps with the arrow keys", async () => {
    const changed = show(titled("Server"));
    await userEvent.type(screen.getByRole("spinbutton", { name: "Slots per replica" }), "{ArrowUp}{ArrowUp}{ArrowDown}");
    expect(lastValue(changed)).toMatchObject({ slots: 9 });
  });

  it("offers presets with their source", async () => {
    const changed = show(titled("Load balancer"));
    const presets = screen.getByRole("combobox", { name: "Presets for Interval" });
    await userEvent.selectOptions(presets, within(presets).getByText(/Kubernetes default: 10000 ms \(Kubernetes docs/));
    expect(lastValue(changed)).toMatchObject({ healthCheck: { intervalMs: 10_000 } });
  });
});

describe("presets of a whole group", () => {
  it("set all that their source sets, leave the rest, and are told once they hold", async () => {
    const changed = show(titled("Load balancer"));
    const [whole] = screen.getAllByRole("combobox", { name: "Settings of" }) as HTMLSelectElement[];
    expect(whole.selectedOptions[0]?.textContent).toBe("Your own");
    await userEvent.selectOptions(whole, within(whole).getByText(/^nginx default/));
    expect(lastValue(changed)).toMatchObject({
      algorithm: "weighted",
      healthCheck: { enabled: false },
      passiveCheck: { maxFails: 1, failTimeoutMs: 10_000 },
      retryOn: "late",
      overheadMs: 0,
    });
  });
});

describe("a restart", () => {
  it("is announced at exactly the fields that need one", () => {
    show(titled("Server"));
    const notes = screen.getAllByText("restarts the run").map(({ id }) => id);
    const announced = [
      screen.getByRole("spinbutton", { name: "Replicas" }),
      screen.getByRole("combobox", { name: "Works" }),
      screen.getByRole("switch", { name: "Autoscaling" }),
    ].map((input) => notes.find((id) => input.getAttribute("aria-describedby")?.includes(id)));
    expect(announced).toEqual(notes);
  });
});

describe("a union", () => {
  it("lists the titles of the registry, states the mean, and keeps it when switched", async () => {
    const changed = show(titled("Server"));
    const type = screen.getByRole("combobox", { name: "Service time" });
    expect(within(type).getByText("Measured quantiles")).toBeTruthy();
    expect(screen.getByText("mean 20 ms, p99 80.2 ms")).toBeTruthy();
    await userEvent.selectOptions(type, "Constant");
    expect(lastValue(changed)).toMatchObject({ serviceTime: { type: "constant", valueMs: 20 } });
    expect(screen.queryByRole("spinbutton", { name: "Spread (cv)" })).toBeNull();
  });

  it("refuses a combination that the distribution cannot have", async () => {
    const changed = show(titled("Server"), {
      ...titled("Server").parse({}),
      serviceTime: { type: "uniform", minMs: 5, maxMs: 10 },
    });
    const lowest = screen.getAllByRole("spinbutton").find((input) => (input as HTMLInputElement).value === "5");
    if (lowest === undefined) throw new Error("no minimum");
    await userEvent.clear(lowest);
    await userEvent.type(lowest, "90");
    expect(lowest).toHaveProperty("value", "90");
    expect(screen.getByRole("alert").textContent).toMatch(/above|max/i);
    expect(lastValue(changed)).toMatchObject({ serviceTime: { minMs: 9 } });
  });
});

describe("a field that means something only beside another", () => {
  it("is there while that one has the right value", async () => {
    show(titled("Server"));
    expect(screen.queryByRole("spinbutton", { name: "Cores per replica" })).toBeNull();
    expect(screen.getByRole("combobox", { name: "Calls" })).toBeTruthy();
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Works" }), "sharing");
    expect(screen.getByRole("spinbutton", { name: "Cores per replica" })).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Add to steps" }));
    expect(screen.queryByRole("combobox", { name: "Calls" })).toBeNull();
  });
});

describe("a name of something in the document", () => {
  const start = { steps: [{ type: "call", to: "gone" }] };
  const form = (changed: (value: unknown) => void) => (
    <ReferenceChoices.Provider value={{ callee: [{ value: "db", label: "Orders" }], operation: [] }}>
      <SchemaForm schema={titled("Server")} value={titled("Server").parse(start)} onChange={changed} />
    </ReferenceChoices.Provider>
  );

  it("is chosen from what there is, by its title, and shows what is there no longer", async () => {
    const changed = vi.fn<(value: unknown) => void>();
    render(form(changed));
    const callee = screen.getByRole("combobox", { name: "Calls" });
    expect(
      within(callee)
        .getAllByRole("option")
        .map(({ textContent }) => textContent),
    ).toEqual(["None", "Orders", "gone"]);
    await userEvent.selectOptions(callee, "Orders");
    expect(changed.mock.lastCall?.[0]).toMatchObject({ steps: [{ type: "call", to: "db" }] });
  });
});

describe("a list", () => {
  it("adds, folds and removes rows but never below its minimum", async () => {
    const changed = show(titled("Client"));
    const remove = screen.getByRole("button", { name: "Remove request" });
    expect(remove).toHaveProperty("disabled", true);
    await userEvent.click(screen.getByRole("button", { name: "Add to operations" }));
    expect((lastValue(changed) as { operations: unknown[] }).operations).toHaveLength(2);
    const folds = screen.getAllByRole("button", { name: "request", expanded: false });
    expect(folds).toHaveLength(1);
    await userEvent.click(screen.getAllByRole("button", { name: "Remove request" })[1] as HTMLElement);
    expect((lastValue(changed) as { operations: unknown[] }).operations).toHaveLength(1);
  });

  it("adds a row to a table that must rise", async () => {
    const quantiles = {
      type: "empirical",
      quantiles: [
        { ratio: 0, valueMs: 1 },
        { ratio: 1, valueMs: 9 },
      ],
    };
    const changed = show(titled("Server"), { ...titled("Server").parse({}), serviceTime: quantiles });
    await userEvent.click(screen.getByRole("button", { name: "Add to quantiles" }));
    expect(lastValue(changed)).toMatchObject({
      serviceTime: { quantiles: [{ ratio: 0 }, { ratio: 0.5, valueMs: 5 }, { ratio: 1 }] },
    });
  });
});

describe("an optional policy", () => {
  it("starts with its defaults and goes again", async () => {
    const changed = show(policiesSchema);
    const toggle = screen.getByRole("switch", { name: "Retry" });
    await userEvent.click(toggle);
    expect(lastValue(changed)).toMatchObject({ retry: { maxAttempts: 3, jitter: "full" } });
    expect(screen.getByRole("spinbutton", { name: "Attempts" })).toBeTruthy();
    await userEvent.click(toggle);
    expect(lastValue(changed)).toEqual({});
  });
});

describe("a recording", () => {
  const recorded = { traffic: { type: "recorded" } };
  const csv = (text: string) => new File([text], "monday.csv", { type: "text/csv" });
  const picker = () => screen.getByLabelText("Recording") as HTMLInputElement;

  it("says what it holds, and takes another from a file, without what nobody needs of it", async () => {
    const changed = show(titled("Client"), titled("Client").parse(recorded));
    expect(screen.getByText(/8 requests in 0\.3 s, each with its need/)).toBeTruthy();
    await userEvent.upload(picker(), csv("i,t_ms,code\n1,5.5,200\n2,2000,503\n"));
    expect(await screen.findByText(/2 requests in 2 s, without their needs/)).toBeTruthy();
    expect(lastValue(changed)).toMatchObject({ traffic: { recording: "time_ms\n5.5\n2000" } });
  });

  it("says which line of a file is wrong, beside the field, and keeps what was there", async () => {
    const changed = show(titled("Client"), titled("Client").parse(recorded));
    await userEvent.upload(picker(), csv("5\n3"));
    const error = await screen.findByText(/monday\.csv: Line 2 came at 3 ms.*Sort the lines by their time\./);
    expect(picker().getAttribute("aria-describedby")).toContain(error.id);
    expect(changed).not.toHaveBeenCalled();
  });
});
