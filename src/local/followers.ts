/** The least memory that is taken, in lexemes: many contexts have few followers, or are not looked at. */
const LEAST = 16;

/** The lexemes that followed a context, each once, with how often it did. */
export class Followers {
  lexemes = new Int32Array(0);
  counts = new Int32Array(0);
  /** How many lexemes are told. */
  length = 0;
  /** How often each of those that are told followed, in all. */
  told = 0;
  /** How many lexemes followed, told or not. */
  different = 0;
  /** How often the context was seen. */
  total = 0;

  clear(): void {
    this.length = 0;
    this.told = 0;
    this.different = 0;
    this.total = 0;
  }

  /** @param lexeme not among those added since `clear` */
  add(lexeme: number, count: number): void {
    if (this.length === this.lexemes.length) this.grow();
    this.lexemes[this.length] = lexeme;
    this.counts[this.length] = count;
    this.length++;
    this.different++;
    this.told += count;
    this.total += count;
  }

  /** A copy that tells only of the most frequent lexemes, in no more memory than they need. */
  mostFrequent(most: number): Followers {
    const copy = new Followers();
    copy.lexemes = new Int32Array(Math.min(most, this.length));
    copy.counts = new Int32Array(copy.lexemes.length);
    const least = this.leastOf(most);
    for (let index = 0; index < this.length; index++) {
      const count = this.counts[index] ?? 0;
      if (count > least) copy.add(this.lexemes[index] ?? 0, count);
    }
    for (let index = 0; index < this.length && copy.length < most; index++) {
      if (this.counts[index] === least) copy.add(this.lexemes[index] ?? 0, least);
    }
    copy.different = this.different;
    copy.total = this.total;
    return copy;
  }

  /** The count of the least frequent of the `most` most frequent lexemes. */
  private leastOf(most: number): number {
    return this.counts.slice(0, this.length).sort()[Math.max(0, this.length - most)] ?? 0;
  }

  private grow(): void {
    const longer = Math.max(LEAST, this.lexemes.length * 2);
    const lexemes = new Int32Array(longer);
    const counts = new Int32Array(longer);
    lexemes.set(this.lexemes);
    counts.set(this.counts);
    this.lexemes = lexemes;
    this.counts = counts;
  }
}
