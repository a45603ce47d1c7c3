import type { Terms } from './terms';

/** Lines in a passage, and from the start of one to the start of the next: they overlap by half. */
export const PASSAGE_LINES = 8;
const STEP = 4;

/** Longer lines are generated or minified: nothing to learn from, in UTF-16 code units. */
const LONGEST_LINE = 500;

/** A few lines of a document. */
export interface Passage {
  readonly document: DocumentPassages;
  /** Its first line, counted from 0, and how many lines it has. */
  readonly start: number;
  readonly lineCount: number;
  /** Its identifiers, each once. */
  readonly identifiers: readonly number[];
  /** Its identifiers with repetitions. */
  readonly length: number;
  /** In UTF-16 code units, line ends included. */
  readonly characters: number;
}

/** One document, cut into passages. Built in slices: `advance` until it is `complete`. */
export class DocumentPassages {
  readonly passages: Passage[] = [];
  /** For each term the passages that have it, with how often: number and count in turns. */
  readonly postings = new Map<number, number[]>();
  private lineSet: ReadonlySet<string> | undefined;
  private next = 0;

  /**
   * @param id of the document; two of different folders may have one path
   * @param lines with line ends taken off
   */
  constructor(
    readonly id: string,
    readonly path: string,
    readonly lines: readonly string[],
    private readonly terms: Terms,
  ) {}

  /** Whether every line of `passage`, perhaps of an earlier version, stands somewhere in this one. */
  stillHas({ document, start, lineCount }: Passage): boolean {
    if (document === this) return true;
    this.lineSet ??= new Set(this.lines);
    for (let line = start; line < start + lineCount; line++) {
      if (!this.lineSet.has(document.lines[line] ?? '')) return false;
    }
    return true;
  }

  get complete(): boolean {
    return this.next >= this.lines.length;
  }

  /** Adds the next passages, about `lines` lines of them. */
  advance(lines: number): void {
    const end = this.next + lines;
    while (this.next < end && !this.complete) {
      this.addPassage(this.next);
      // The last full passage reaches to the end: no further ones inside of it.
      this.next =
        this.next + PASSAGE_LINES >= this.lines.length ? this.lines.length : this.next + STEP;
    }
  }

  private addPassage(start: number): void {
    const end = Math.min(this.lines.length, start + PASSAGE_LINES);
    const counts = new Map<number, number>();
    let length = 0;
    let characters = 0;
    for (let line = start; line < end; line++) {
      characters += (this.lines[line]?.length ?? 0) + 1;
      for (const term of this.identifiersAt(line)) {
        counts.set(term, (counts.get(term) ?? 0) + 1);
        length++;
      }
    }
    if (length === 0) return;
    const identifiers = [...counts.keys()];
    for (const identifier of identifiers) {
      const count = counts.get(identifier) ?? 0;
      // A part of a name counts for half a name.
      for (const part of this.terms.subwordsOf(identifier)) {
        counts.set(part, (counts.get(part) ?? 0) + count / 2);
      }
    }
    const number = this.passages.length;
    for (const [term, count] of counts) {
      const posting = this.postings.get(term);
      if (posting) posting.push(number, count);
      else this.postings.set(term, [number, count]);
    }
    const lineCount = end - start;
    this.passages.push({ document: this, start, lineCount, identifiers, length, characters });
  }

  private identifiersAt(line: number): readonly number[] {
    const text = this.lines[line] ?? '';
    return text.length > LONGEST_LINE ? [] : this.terms.of(text);
  }
}
