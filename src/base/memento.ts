/** State as it was at one moment. */
export interface Memento {
  /** Puts it back, in place: whoever refers to the objects sees them as they were. */
  restore(): void;
  /** Roughly what keeping it costs [bytes]. */
  readonly bytes: number;
}

/** An object that knows better than its fields what its state is. */
export interface Keeper {
  /** Copies the state; the function puts the copy back, as often as it is called. */
  memento(): Memento;
}

const BYTES_PER_FIELD = 16;

/**
 * Copies the state of everything that can be reached from `roots` through fields and arrays, except what
 * lies in `fixed` or is frozen. State in the variables of a closure cannot be reached: whoever binds closures hands such state over
 * as an object of its own.
 */
export function capture(roots: readonly object[], fixed: WeakSet<object>): Memento {
  const restorers: (() => void)[] = [];
  let bytes = 0;
  walk(roots, fixed, (object) => {
    if (isKeeper(object)) {
      const kept = object.memento();
      restorers.push(kept.restore);
      bytes += kept.bytes;
      return false;
    }
    if (ArrayBuffer.isView(object)) {
      const view = object as Float64Array;
      const copy = view.slice();
      bytes += copy.byteLength;
      restorers.push(() => view.set(copy));
      return false;
    }
    if (Array.isArray(object)) {
      const copy = object.slice();
      bytes += BYTES_PER_FIELD * copy.length;
      restorers.push(() => {
        object.length = copy.length;
        for (let i = 0; i < copy.length; i++) object[i] = copy[i];
      });
      return true;
    }
    const fields = Object.entries(object);
    bytes += BYTES_PER_FIELD * fields.length;
    restorers.push(() => {
      const target = object as Record<string, unknown>;
      for (const [name, value] of fields) if (target[name] !== value) target[name] = value;
    });
    return true;
  });
  return {
    restore: () => {
      for (const restore of restorers) restore();
    },
    bytes,
  };
}

/** Everything that can be reached from `roots`: what never changes, to be left out of every capture. */
export function reachable(roots: readonly object[]): WeakSet<object> {
  const found = new WeakSet<object>();
  walk(roots, new WeakSet(), (object) => {
    found.add(object);
    return !ArrayBuffer.isView(object);
  });
  return found;
}

/** Visits each object outside `fixed` once; `visit` says whether to go on into its fields. */
function walk(roots: readonly object[], fixed: WeakSet<object>, visit: (object: object) => boolean): void {
  const seen = new Set<object>();
  const open: object[] = [...roots];
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    if (seen.has(object) || fixed.has(object) || Object.isFrozen(object)) continue;
    seen.add(object);
    if (!visit(object)) continue;
    for (const value of Object.values(object)) {
      if (typeof value === "object" && value !== null) open.push(value);
    }
  }
}

function isKeeper(object: object): object is Keeper {
  return typeof (object as Partial<Keeper>).memento === "function";
}
