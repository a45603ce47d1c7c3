/** How long a row of tokens may be that is noticed when it comes again and again. */
const LONGEST_CYCLE = 48;

/** Rows this long are statements: code does not say them twice running. */
const STATEMENT = 8;

/** How often one and the same token may come in a row: `"""""""" `, `========`. */
const MOST_EQUAL = 8;

/** How often a short row may: `0, 0, 0, `. */
const MOST_EQUAL_SHORT = 3;

/** How often a statement may. */
const MOST_EQUAL_STATEMENTS = 2;

/**
 * Notices when generation goes round in circles, as a greedy n-gram model easily does: the same
 * tokens again and again, be it `+ 2 + 2` or the same lines.
 */
export class Repetition {
  private readonly numbers = new Map<string, number>();
  /** The numbers of the last tokens, the oldest overwritten. */
  private readonly tokens = new Int32Array(LONGEST_CYCLE).fill(-1);
  private count = 0;
  /** How many of the last tokens are the same as that so many before: by that distance. */
  private readonly same = new Int32Array(LONGEST_CYCLE + 1);

  /**
   * Adds a token's text.
   *
   * @returns whether with this token a row of tokens begins once more that has come often enough, or
   *   the line feed comes that ends it
   */
  add(text: string): boolean {
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    let closes = false;
    for (let distance = 1; distance <= LONGEST_CYCLE; distance++) {
      const place = (this.count + LONGEST_CYCLE - distance) % LONGEST_CYCLE;
      if (this.tokens[place] !== number) {
        this.same[distance] = 0;
        continue;
      }
      const same = (this.same[distance] ?? 0) + 1;
      this.same[distance] = same;
      // A row of one token over and over is none of two.
      if (distance > 1 && (this.same[1] ?? 0) >= distance) continue;
      const enough = distance * (mostEqual(distance) - 1);
      if (same > enough || (same === enough && text.startsWith('\n'))) closes = true;
    }
    this.tokens[this.count % LONGEST_CYCLE] = number;
    this.count++;
    return closes;
  }
}

function mostEqual(length: number): number {
  if (length === 1) return MOST_EQUAL;
  return length < STATEMENT ? MOST_EQUAL_SHORT : MOST_EQUAL_STATEMENTS;
}
