/** The lexemes that followed a context, each once, with how often it did. */
export class Followers {
  lexemes = new Int32Array(64);
  counts = new Int32Array(64);
  length = 0;
  /** The sum of the counts: how often the context was seen. */
  total = 0;

  clear(): void {
    this.length = 0;
    this.total = 0;
  }

  /** @param lexeme not among those added since `clear` */
  add(lexeme: number, count: number): void {
    if (this.length === this.lexemes.length) this.grow();
    this.lexemes[this.length] = lexeme;
    this.counts[this.length] = count;
    this.length++;
    this.total += count;
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
