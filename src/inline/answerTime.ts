/** Answers that are remembered. */
const REMEMBERED = 31;
/** Until the first answer, in milliseconds: a service at some distance. */
const PRESET = 300;

/** How long a backend takes to the first line that can be shown. */
export class AnswerTime {
  private readonly times: number[] = [];

  /** An answer took `milliseconds`. */
  add(milliseconds: number): void {
    this.times.push(milliseconds);
    if (this.times.length > REMEMBERED) this.times.shift();
  }

  /** What half of the answers took at most, in milliseconds. */
  get median(): number {
    const sorted = [...this.times].sort((one, other) => one - other);
    return sorted[sorted.length >> 1] ?? PRESET;
  }

  /** The backend is another one. */
  forget(): void {
    this.times.length = 0;
  }
}
