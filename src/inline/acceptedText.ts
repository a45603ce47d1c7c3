/** A change of a document's text, in UTF-16 code units. */
export interface TextChange {
  readonly offset: number;
  readonly deleted: number;
  readonly inserted: number;
}

/** When it is looked after what has become of accepted text, in milliseconds after. */
export const SURVIVAL_CHECKS: readonly number[] = [30_000, 120_000, 600_000];

/** Accepted text, found again while the document changes around it and in it. */
export class AcceptedText {
  private readonly words: readonly string[];
  private end: number;

  /**
   * @param start Where it was put in, in UTF-16 code units.
   * @param lineEnd What became of its line feeds there.
   */
  constructor(
    private start: number,
    text: string,
    lineEnd = '\n',
  ) {
    this.end = start + text.replaceAll('\n', lineEnd).length;
    this.words = wordsIn(text);
  }

  /** The document has changed. */
  change({ offset, deleted, inserted }: TextChange): void {
    const moved = (position: number, isEnd: boolean) => {
      if (offset > position || (offset === position && isEnd && deleted === 0)) return position;
      return Math.max(offset, position - deleted) + inserted;
    };
    const { start } = this;
    // What replaces the beginning of the text belongs to it, what comes before it does not.
    this.start = offset < start && offset + deleted > start ? offset : moved(start, false);
    this.end = Math.max(this.start, moved(this.end, true));
  }

  /** The share of its words that `document` still has there, in their order: 0 to 1. */
  shareIn(document: string): number {
    if (this.words.length === 0) return 1;
    const now = wordsIn(document.slice(this.start, this.end));
    return longestCommon(this.words, now) / this.words.length;
  }
}

function wordsIn(text: string): string[] {
  return text.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? [];
}

/** Length of the longest common subsequence. */
function longestCommon(one: readonly string[], other: readonly string[]): number {
  let row = new Array<number>(other.length + 1).fill(0);
  for (const word of one) {
    const next = [0];
    for (const [index, found] of other.entries()) {
      const longer = Math.max(row[index + 1] ?? 0, next[index] ?? 0);
      next.push(word === found ? (row[index] ?? 0) + 1 : longer);
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
