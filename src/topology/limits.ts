/** Caps on foreign input, checked before anything is built from it. */
export const MAX_BYTES = 5_000_000;
export const MAX_DEPTH = 40;
/** Entries of one list or object. */
export const MAX_ENTRIES = 20_000;
/** Problems reported at once; beyond them the list helps nobody. */
export const MAX_PROBLEMS = 50;
