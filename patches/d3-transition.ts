import { type Selection, selection } from "d3-selection";

/**
 * Stands in for the package of this name, of which the canvas needs only this much: to fly from one view to another, and
 * to stop when a hand takes over. The whole, with its parsers of colours and style sheets, is twenty times as large.
 */
type Nodes = Selection<Element, unknown, null, undefined>;
type Listener = (this: Element) => void;

/** What is under way on an element: how to stop it. */
const flights = new WeakMap<Element, () => void>();

export function interrupt(element: Element): void {
  flights.get(element)?.();
}

class Transition {
  private durationMs = 0;
  private easing = (t: number) => t;
  private readonly listeners = new Map<string, Listener[]>();
  private readonly tweens: ((this: Element) => (t: number) => void)[] = [];

  constructor(private readonly nodes: Nodes) {
    // As in the original, it starts once the caller has said all about it.
    requestAnimationFrame(() => nodes.each((_, index, group) => this.start(group[index] as Element)));
  }

  selection(): Nodes {
    return this.nodes;
  }

  duration(ms: number): this {
    this.durationMs = ms;
    return this;
  }

  ease(easing: (t: number) => number): this {
    this.easing = easing;
    return this;
  }

  /** Takes several types at once, each with the name of who listens: "interrupt.zoom end.zoom". */
  on(types: string, listener: Listener): this {
    for (const type of types.split(" ")) {
      const [event] = type.split(".");
      this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    }
    return this;
  }

  tween(_name: string, tween: (this: Element) => (t: number) => void): this {
    this.tweens.push(tween);
    return this;
  }

  call(use: (transition: this, ...args: unknown[]) => void, ...args: unknown[]): this {
    use(this, ...args);
    return this;
  }

  private start(element: Element): void {
    interrupt(element);
    const tell = (event: string) => {
      for (const listener of this.listeners.get(event) ?? []) listener.call(element);
    };
    tell("start");
    const steps = this.tweens.map((tween) => tween.call(element));
    const startMs = performance.now();
    let frame = 0;
    const finish = (event: string) => {
      flights.delete(element);
      cancelAnimationFrame(frame);
      tell(event);
    };
    const fly = (nowMs: number) => {
      const progress = Math.min(1, Math.max(0, (nowMs - startMs) / this.durationMs));
      for (const step of steps) step(progress === 1 ? 1 : this.easing(progress));
      if (progress === 1) finish("end");
      else frame = requestAnimationFrame(fly);
    };
    flights.set(element, () => finish("interrupt"));
    frame = requestAnimationFrame(fly);
  }
}

Object.assign(selection.prototype, {
  interrupt(this: Nodes) {
    return this.each((_, index, group) => interrupt(group[index] as Element));
  },
  transition(this: Nodes) {
    return new Transition(this);
  },
});
