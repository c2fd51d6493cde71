import { type KeyboardEvent, useId, useState } from "react";
import { FaultsTab } from "./faults-tab";
import type { Element } from "./find-element";
import { MetricsTab } from "./metrics-tab";
import { SettingsTab } from "./settings-tab";

const TABS = ["Settings", "Metrics", "Faults"] as const;
type Tab = (typeof TABS)[number];

/** The tab stays when the selection moves on to another element of the same sort. */
export function InspectorTabs({ id, element }: { readonly id: string; readonly element: Element }) {
  const [chosen, choose] = useState<Tab>("Settings");
  const base = useId();
  if (element.sort === "note") return <SettingsTab element={element} />;

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? TABS.length - 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(chosen) + step) % TABS.length] ?? "Settings";
    choose(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label="About the selection" className="inspector-tabs" onKeyDown={onKeyDown}>
        {TABS.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`${base}-${tab}`}
            data-tab={tab}
            aria-selected={tab === chosen}
            aria-controls={`${base}-panel`}
            tabIndex={tab === chosen ? 0 : -1}
            onClick={() => choose(tab)}
          >
            {tab}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${chosen}`} className="inspector-panel">
        {chosen === "Settings" && <SettingsTab element={element} />}
        {chosen === "Metrics" && <MetricsTab element={element} />}
        {chosen === "Faults" && <FaultsTab element={element} id={id} />}
      </div>
    </>
  );
}
