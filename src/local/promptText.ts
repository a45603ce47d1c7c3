import { LexemeKind } from './lexemeKind';
import { BOUNDARY, type Lexicon } from './vocabulary';

/** No lexeme. */
export const NONE = -1;

/**
 * The text around the cursor as it grows: what stands after the cursor, then what stands before it,
 * then what is generated. Each lexeme is linked to its previous occurrence, so that contexts can be
 * compared backwards from there: exact, and nothing to keep up to date.
 *
 * Lexemes have numbers of their own here, in the order they came, so that arrays serve as maps.
 */
export class PromptText {
  private readonly numbers = new Map<number, number>([[BOUNDARY, 0]]);
  /** The lexeme of each number. */
  readonly lexemes: number[] = [BOUNDARY];
  private readonly kinds: LexemeKind[] = [LexemeKind.boundary];
  private readonly latest: number[] = [NONE];

  /** The number at each position. */
  readonly at: number[] = [];
  /** Where the same lexeme stood last, for each position. */
  readonly previous: number[] = [];
  /** The last word before each position, its number. */
  readonly wordBefore: number[] = [];
  /** The lexeme that begins the line, its number; none for line ends. */
  readonly lineStart: number[] = [];
  /** The position of the boundary at which the sequence begins; what stands after it lies before. */
  readonly beginning: number;

  constructor(
    private readonly lexicon: Pick<Lexicon, 'kindOf'>,
    suffix: readonly number[],
  ) {
    for (const lexeme of suffix) this.append(lexeme);
    this.beginning = this.at.length;
    this.append(BOUNDARY);
  }

  get length(): number {
    return this.at.length;
  }

  kindOf(number: number): LexemeKind {
    return this.kinds[number] ?? LexemeKind.boundary;
  }

  /** @returns its number */
  append(lexeme: number): number {
    const number = this.numbers.get(lexeme) ?? this.newNumber(lexeme);
    const position = this.at.length;
    const before = this.at[position - 1] ?? 0;
    const kindBefore = this.kindOf(before);
    const beginsLine = position === 0 || isLineEnd(kindBefore);
    this.wordBefore.push(
      kindBefore === LexemeKind.word
        ? before
        : kindBefore === LexemeKind.boundary
          ? NONE
          : (this.wordBefore[position - 1] ?? NONE),
    );
    this.lineStart.push(
      isLineEnd(this.kindOf(number))
        ? NONE
        : beginsLine
          ? number
          : (this.lineStart[position - 1] ?? NONE),
    );
    this.at.push(number);
    this.previous.push(this.latest[number] ?? NONE);
    this.latest[number] = position;
    return number;
  }

  /** Takes the last lexeme back. @returns its number */
  removeLast(): number {
    const number = this.at.pop();
    const previous = this.previous.pop();
    if (number === undefined || previous === undefined) return 0;
    this.wordBefore.pop();
    this.lineStart.pop();
    this.latest[number] = previous;
    return number;
  }

  /** The last lexeme. */
  get last(): number {
    return this.lexemes[this.at[this.at.length - 1] ?? 0] ?? BOUNDARY;
  }

  /** The last lexemes of the sequence, at most `count`, in order. */
  end(count: number): number[] {
    const start = Math.max(this.beginning, this.length - count);
    return this.at.slice(start).map((number) => this.lexemes[number] ?? BOUNDARY);
  }

  private newNumber(lexeme: number): number {
    const number = this.lexemes.length;
    this.numbers.set(lexeme, number);
    this.lexemes.push(lexeme);
    this.kinds.push(this.lexicon.kindOf(lexeme));
    this.latest.push(NONE);
    return number;
  }
}

function isLineEnd(kind: LexemeKind): boolean {
  return kind === LexemeKind.newline || kind === LexemeKind.boundary;
}
