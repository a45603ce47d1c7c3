/** A place in a text: its line and the UTF-16 code unit in the line, both from 0. */
export interface TextPlace {
  readonly line: number;
  readonly character: number;
}

/** What replaces a part of a text. */
export interface Replacement {
  readonly range: { readonly start: TextPlace; readonly end: TextPlace };
  readonly text: string;
}

/** Where `place`, which is not before the end of what is replaced, stands after the replacement. */
export function placeAfter(place: TextPlace, { range, text }: Replacement): TextPlace {
  const { start, end } = range;
  const inserted = endOf(text, start);
  const line = place.line - end.line + inserted.line;
  // Only what is on the line where the change ends is moved along it.
  if (place.line !== end.line) return { line, character: place.character };
  return { line, character: place.character - end.character + inserted.character };
}

/** Where `text` ends that begins at `start`. */
function endOf(text: string, start: TextPlace): TextPlace {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  const character = lines.length === 1 ? start.character + last.length : last.length;
  return { line: start.line + lines.length - 1, character };
}
