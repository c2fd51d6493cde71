import { firstRunExample } from "../../topology/examples/first-run";
import { isShareFragment } from "../../topology/share-fragment";
import { importTopology, openDocument } from "./actions";
import { listDocuments } from "./device";
import { clearFragment, openShareFragment, watchIncoming } from "./incoming";
import { rememberedDocuments } from "./last-document";
import { keepDocument } from "./open-document";
import { recallDocument } from "./rescue";
import { useSaveState } from "./save-state";

/**
 * Opens what the person means: the link they followed, else where they left off, else the first-run example.
 * A damaged link opens where they left off, and a dialog says what is wrong with the link.
 */
export async function boot(): Promise<void> {
  keepDocument();
  watchIncoming();
  const { hash } = location;
  if (isShareFragment(hash)) {
    clearFragment();
    if (await openShareFragment(hash)) return;
  }
  if (await openRemembered()) return;
  await importTopology(firstRunExample());
}

async function openRemembered(): Promise<boolean> {
  try {
    for (const id of rememberedDocuments()) {
      if ((await recallDocument(id)) !== undefined && (await openDocument(id))) return true;
    }
    const [latest] = await listDocuments();
    return latest !== undefined && (await openDocument(latest.id));
  } catch {
    // No database at all (a private window, blocked site data): the save state says so from the first write on.
    useSaveState.getState().set("unavailable");
    return false;
  }
}
