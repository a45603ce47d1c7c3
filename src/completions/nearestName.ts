/** One edit for so many characters is a slip; more make another name, as in top_k and top_p. */
const CHARACTERS_PER_EDIT = 5;

/**
 * The name in `names` that whoever wrote `written` most likely meant: the same but for case and
 * separators, or a slip or two away. Undefined where none is near.
 */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const plain = withoutSeparators(written);
  let nearest: string | undefined;
  let fewest = Math.floor(plain.length / CHARACTERS_PER_EDIT) + 1;
  for (const name of names) {
    const count = edits(plain, withoutSeparators(name));
    if (count >= fewest) continue;
    fewest = count;
    nearest = name;
  }
  return nearest;
}

function withoutSeparators(name: string): string {
  return name.slice(0, 64).toLowerCase().replace(/[_-]/g, '');
}

/** Levenshtein's distance: fewest characters to insert, delete or replace. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, character] of Array.from(a).entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (character === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
