/** The least memory that is taken, in numbers. */
const LEAST = 4096;

/** Numbers one behind the other, in memory that is kept when they are cleared. */
export class NumberList {
  private numbers = new Int32Array(LEAST);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  add(number: number): void {
    if (this.length === this.numbers.length) this.grow();
    this.numbers[this.length++] = number;
  }

  /** In no more memory than they need. */
  copy(): Int32Array<ArrayBuffer> {
    return this.numbers.slice(0, this.length);
  }

  private grow(): void {
    const longer = new Int32Array(2 * this.length);
    longer.set(this.numbers);
    this.numbers = longer;
  }
}
