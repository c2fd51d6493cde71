import { create } from "zustand";

/** Class names that somebody else puts on elements of the canvas, by their ids. */
export const useMarks = create<{ readonly marks: ReadonlyMap<string, string> }>()(() => ({ marks: new Map() }));

/** The same elements, the marked ones with their class. */
export function withMarks<E extends { id: string; className?: string }>(elements: E[], marks: ReadonlyMap<string, string>): E[] {
  if (marks.size === 0) return elements;
  return elements.map((element) => {
    const className = marks.get(element.id);
    return className === undefined ? element : { ...element, className };
  });
}
