/** What tabs tell each other. */
export type TabMessage =
  | { readonly type: "saved"; readonly id: string; readonly revision: number }
  /** Someone asks the tab that holds the document to save it and let go. */
  | { readonly type: "handover"; readonly id: string }
  | { readonly type: "listChanged" };

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("faultyard");

export function tellTabs(message: TabMessage): void {
  channel?.postMessage(message);
}

/** Calls back for messages of other tabs; returns the way to stop. */
export function onTabMessage(listener: (message: TabMessage) => void): () => void {
  const handle = (event: MessageEvent<TabMessage>) => listener(event.data);
  channel?.addEventListener("message", handle);
  return () => channel?.removeEventListener("message", handle);
}
