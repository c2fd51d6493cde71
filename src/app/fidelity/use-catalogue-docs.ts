import { useEffect, useState } from "react";
import type { EntryDocs } from "../../catalog/define";

/** What an entry says beside its summary. */
type Lists = Omit<EntryDocs, "summary">;
export type CatalogueDocs = Readonly<Record<string, Lists>>;

let loaded: CatalogueDocs | null = null;

/** What every entry says at length, by its summary; null until it is there. The page does not begin with it. */
export function useCatalogueDocs(wanted: boolean): CatalogueDocs | null {
  const [docs, setDocs] = useState(loaded);
  useEffect(() => {
    if (!wanted || loaded !== null) return;
    let left = false;
    import("./catalogue-docs.json").then(
      (module) => {
        loaded = module.default;
        if (!left) setDocs(loaded);
      },
      // Without a connection the summary has to do.
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [wanted]);
  return docs ?? loaded;
}
