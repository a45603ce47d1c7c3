/** The lexemes that followed a context, each once, with how often it did. */
export class Followers {
  lexemes = new Int32Array(64);
  counts = new Int32Array(64);
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
    let kept = Array.from({ length: this.length }, (_, index) => index);
    if (this.length > most) {
      kept.sort((a, b) => (this.counts[b] ?? 0) - (this.counts[a] ?? 0));
      kept = kept.slice(0, most);
    }
    copy.lexemes = Int32Array.from(kept, (index) => this.lexemes[index] ?? 0);
    copy.counts = Int32Array.from(kept, (index) => this.counts[index] ?? 0);
    copy.length = kept.length;
    copy.told = copy.counts.reduce((sum, count) => sum + count, 0);
    copy.different = this.different;
    copy.total = this.total;
    return copy;
  }

  private grow(): void {
    const lexemes = new Int32Array(this.lexemes.length * 2);
    const counts = new Int32Array(this.counts.length * 2);
    lexemes.set(this.lexemes);
    counts.set(this.counts);
    this.lexemes = lexemes;
    this.counts = counts;
  }
}
