import { keyWords } from "./keys";

/** The keys of a command, each on its cap. */
export function Keys({ written }: { readonly written: string | undefined }) {
  if (written === undefined) return null;
  return (
    <span className="keys">
      {keyWords(written).map((word) => (
        <kbd key={word}>{word}</kbd>
      ))}
    </span>
  );
}
