import { absorbedKind, LexemeKind } from './lexemeKind';
import { isFullLexeme, lexemeKindAt } from './lexer';
import { sortInto } from './sortedRuns';

/** The id of the boundary of a document: it begins every document and ends it. It has no text. */
export const BOUNDARY = 0;

/** What can be known about the lexemes behind ids. */
export interface Lexicon {
  /** Ids are 0 to `size` - 1. */
  readonly size: number;
  find(text: string): number | undefined;
  textOf(id: number): string;
  kindOf(id: number): LexemeKind;
  /** The kind that cannot follow the lexeme, because the two would be one. */
  absorbedBy(id: number): LexemeKind | undefined;
  /** Every lexeme that begins with `beginning`, itself included if it is one. */
  beginningWith(beginning: string): number[];
}

/** The most lexemes that wait outside the sorted order before it is made anew. */
const LONGEST_UNSORTED = 256;

/** The lexemes of all learned text, numbered in the order they were met. It only grows. */
export class Vocabulary implements Lexicon {
  private readonly ids = new Map<string, number>();
  private readonly texts: string[] = [''];
  private readonly kinds: LexemeKind[] = [LexemeKind.boundary];
  private readonly absorbed: (LexemeKind | undefined)[] = [undefined];
  /** All ids but the latest and the boundary, in the order of their texts. */
  private sorted: number[] = [];

  get size(): number {
    return this.texts.length;
  }

  find(text: string): number | undefined {
    return this.ids.get(text);
  }

  textOf(id: number): string {
    return this.texts[id] ?? '';
  }

  kindOf(id: number): LexemeKind {
    return this.kinds[id] ?? LexemeKind.boundary;
  }

  absorbedBy(id: number): LexemeKind | undefined {
    return this.absorbed[id];
  }

  /** The id of `lexeme`, a new one if it has none yet. */
  intern(lexeme: string): number {
    const known = this.ids.get(lexeme);
    if (known !== undefined) return known;
    const id = this.texts.length;
    const text = detach(lexeme);
    const kind = lexemeKindAt(text, 0);
    this.ids.set(text, id);
    this.texts.push(text);
    this.kinds.push(kind);
    this.absorbed.push(absorbedKind(kind, isFullLexeme(text)));
    return id;
  }

  /** Makes `beginningWith` as fast as it can be; yields about every millisecond. */
  *prepare(): Generator<void, void> {
    const { sorted } = this;
    const latest = Array.from(
      { length: this.size - 1 - sorted.length },
      (_, index) => sorted.length + 1 + index,
    );
    if (latest.length <= LONGEST_UNSORTED) return;
    const all = yield* sortInto(sorted, latest, (one, other) => this.isBefore(one, other));
    // Meanwhile a request may have sorted more than that.
    if (all.length > this.sorted.length) this.sorted = all;
  }

  beginningWith(beginning: string): number[] {
    this.sortLatest();
    const found: number[] = [];
    const { sorted } = this;
    for (let index = this.lowerBound(beginning); index < sorted.length; index++) {
      const id = sorted[index] ?? BOUNDARY;
      if (!this.textOf(id).startsWith(beginning)) break;
      found.push(id);
    }
    for (let id = sorted.length + 1; id < this.size; id++) {
      if (this.textOf(id).startsWith(beginning)) found.push(id);
    }
    return found;
  }

  private lowerBound(text: string): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.textOf(this.sorted[middle] ?? BOUNDARY) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private sortLatest(): void {
    const unsorted = this.size - 1 - this.sorted.length;
    if (unsorted <= LONGEST_UNSORTED) return;
    this.sorted = [...this.sorted];
    for (let id = this.sorted.length + 1; id < this.size; id++) this.sorted.push(id);
    // The engine's sort finds the long sorted run at the beginning and merges into it.
    this.sorted.sort((a, b) => (this.isBefore(a, b) ? -1 : 1));
  }

  private isBefore(id: number, other: number): boolean {
    return this.textOf(id) < this.textOf(other);
  }
}

/** Shorter strings are copied when they are cut from a text: V8 makes no slice of them. */
const SHORTEST_SLICE = 13;

/** A copy that does not keep the whole text in memory from which `lexeme` was cut. */
export function detach(lexeme: string): string {
  if (lexeme.length < SHORTEST_SLICE) return lexeme;
  return Buffer.from(lexeme, 'utf16le').toString('utf16le');
}
