/** The least memory that is taken, in numbers. */
const LEAST = 4096;

/** Numbers one behind the other, in memory that is kept when they are cleared. */
export class NumberList {
  private numbers: Int32Array<ArrayBuffer>;
  length = 0;

  /** @param least for how many there is room at first */
  constructor(least = LEAST) {
    this.numbers = new Int32Array(least);
  }

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

  /** In `memory`, or in no more than they need if that is too little. */
  copyTo(memory: Int32Array): Int32Array {
    if (this.length > memory.length) return this.copy();
    memory.set(this.numbers.subarray(0, this.length));
    return memory.subarray(0, this.length);
  }

  private grow(): void {
    const longer = new Int32Array(2 * this.length);
    longer.set(this.numbers);
    this.numbers = longer;
  }
}
