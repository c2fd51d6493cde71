const NARROW = /[ijlItf.,:;'|!()[\]{} -]/;
const WIDE = /[mwMW@%]/;
const CAPITAL = /[A-Z0-9]/;
/** Letters without a case, such as Han, Kana and pictures, are as wide as high. */
const FULL =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Punctuation}\p{Number}\p{Separator}\p{Symbol}]|\p{Extended_Pictographic}/u;

/** About how wide a text is in a sans-serif font, in its size: for pictures that are drawn where no font is at hand. */
function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (NARROW.test(character)) width += 0.33;
    else if (WIDE.test(character)) width += 0.88;
    else if (CAPITAL.test(character)) width += 0.66;
    else width += FULL.test(character) ? 1 : 0.57;
  }
  return width;
}

/** As much of a text as fits into a width, in the font's size; what is cut off shows as an ellipsis. */
export function fitted(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join("")}…`) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** A text in lines that fit, broken at blanks where there are any; `most` lines at most. */
export function wrapped(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && textWidth(longer) > width) {
        lines.push(fitted(line, width));
        line = word;
      } else line = longer;
    }
    lines.push(fitted(line, width));
  }
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), fitted(`${lines[most - 1]} …`, width)];
}
