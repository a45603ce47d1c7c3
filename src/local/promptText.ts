import { LexemeKind } from './lexemeKind';
import { BOUNDARY, type Lexicon } from './vocabulary';

/** The least memory that is taken, in lexemes: an editor's prompt needs no more. */
const LEAST = 1 << 12;

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
  readonly kinds: LexemeKind[] = [LexemeKind.boundary];
  private readonly latest: number[] = [NONE];

  length = 0;
  /** The number at each position. */
  at = new Int32Array(LEAST);
  /** Where the same lexeme stood last, for each position. */
  previous = new Int32Array(LEAST);
  /** The last word before each position, its number. */
  wordBefore = new Int32Array(LEAST);
  /** The lexeme that begins the line, its number; none for line ends. */
  lineStart = new Int32Array(LEAST);
  /** The position of the boundary at which the sequence begins; what stands after it lies before. */
  readonly beginning: number;

  constructor(
    private readonly lexicon: Pick<Lexicon, 'kindOf'>,
    suffix: Iterable<number>,
  ) {
    for (const lexeme of suffix) this.append(lexeme);
    this.beginning = this.length;
    this.append(BOUNDARY);
  }

  kindOf(number: number): LexemeKind {
    return this.kinds[number] ?? LexemeKind.boundary;
  }

  /** @returns its number */
  append(lexeme: number): number {
    const number = this.numbers.get(lexeme) ?? this.newNumber(lexeme);
    const position = this.length++;
    if (position === this.at.length) this.grow();
    let before = 0;
    let wordBefore = NONE;
    let lineStart = NONE;
    if (position > 0) {
      before = this.at[position - 1] ?? 0;
      wordBefore = this.wordBefore[position - 1] ?? NONE;
      lineStart = this.lineStart[position - 1] ?? NONE;
    }
    const kindBefore = this.kindOf(before);
    if (kindBefore === LexemeKind.word) wordBefore = before;
    else if (kindBefore === LexemeKind.boundary) wordBefore = NONE;
    if (isLineEnd(this.kindOf(number))) lineStart = NONE;
    else if (isLineEnd(kindBefore)) lineStart = number;
    this.wordBefore[position] = wordBefore;
    this.lineStart[position] = lineStart;
    this.at[position] = number;
    this.previous[position] = this.latest[number] ?? NONE;
    this.latest[number] = position;
    return number;
  }

  /** Takes the last lexeme back. @returns its number */
  removeLast(): number {
    const number = this.at[--this.length] ?? 0;
    this.latest[number] = this.previous[this.length] ?? NONE;
    return number;
  }

  /** The last lexeme. */
  get last(): number {
    return this.lexemes[this.at[this.length - 1] ?? 0] ?? BOUNDARY;
  }

  /** The last lexemes of the sequence, at most `count`, in order. */
  end(count: number): number[] {
    const start = Math.max(this.beginning, this.length - count);
    return Array.from(
      this.at.subarray(start, this.length),
      (number) => this.lexemes[number] ?? BOUNDARY,
    );
  }

  private newNumber(lexeme: number): number {
    const number = this.lexemes.length;
    this.numbers.set(lexeme, number);
    this.lexemes.push(lexeme);
    this.kinds.push(this.lexicon.kindOf(lexeme));
    this.latest.push(NONE);
    return number;
  }

  private grow(): void {
    this.at = longer(this.at);
    this.previous = longer(this.previous);
    this.wordBefore = longer(this.wordBefore);
    this.lineStart = longer(this.lineStart);
  }
}

function longer(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(2 * numbers.length);
  twice.set(numbers);
  return twice;
}

function isLineEnd(kind: LexemeKind): boolean {
  return kind === LexemeKind.newline || kind === LexemeKind.boundary;
}
