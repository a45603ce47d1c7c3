import { setImmediate, setTimeout } from 'node:timers/promises';

/** How long work in the background goes on before others get their turn, in milliseconds. */
const SLICE = 4;

/** How long it then waits for them at most, in steps of a millisecond. */
const MOST_WAITS = 20;

/** Does long work in slices, so that requests are answered in between. */
export class Slices {
  private began = 0;

  /** @param isBusy whether a request is being answered */
  constructor(private readonly isBusy: () => boolean) {}

  /** Runs `steps` to their end, and waits for those that are promises. */
  async run<T>(steps: Generator<unknown, T>): Promise<T> {
    for (;;) {
      await this.breathe();
      const deadline = this.began + SLICE;
      do {
        const step = steps.next();
        if (step.done === true) return step.value;
        if (step.value instanceof Promise) await step.value;
      } while (performance.now() < deadline);
    }
  }

  private async breathe(): Promise<void> {
    if (performance.now() < this.began + SLICE) return;
    await setImmediate();
    for (let waits = 0; waits < MOST_WAITS && this.isBusy(); waits++) await setTimeout(1);
    this.began = performance.now();
  }
}
