/** Calls a function soon after it is wanted, but no more often than once in so many milliseconds. */
export class PacedCall {
  private timer: NodeJS.Timeout | undefined;
  private last = -Infinity;

  constructor(
    private readonly interval: number,
    private readonly call: () => void,
  ) {}

  soon(): void {
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined;
        this.last = performance.now();
        this.call();
      },
      Math.max(0, this.last + this.interval - performance.now()),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
  }
}
