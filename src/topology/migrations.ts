import { CURRENT_VERSION } from "./schema";
import { toVersion2 } from "./to-version-2";

export type Json = Readonly<Record<string, unknown>>;

/** Brings a raw document from one version to the next. It sees foreign input: it may not assume any field is there. */
export interface Migration {
  readonly from: number;
  migrate(document: Json): Json;
}

/** One entry per version that was ever published, oldest first. */
const migrations: readonly Migration[] = [toVersion2];

/** Walks a raw document up the chain to the current version. The caller has checked that its version is not newer. */
export function migrate(document: Json, chain = migrations, current: number = CURRENT_VERSION): Json {
  let at = document;
  for (let version = Number(document.version); version < current; version++) {
    const step = chain.find(({ from }) => from === version);
    if (step === undefined) throw new Error(`No migration leads from version ${version}.`);
    at = { ...step.migrate(at), version: version + 1 };
  }
  return at;
}
