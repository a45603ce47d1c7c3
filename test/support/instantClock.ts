import type { Clock } from '../../src/inline/clock';

/** A clock for tests: who waits is done at once, unless it is for `waitsFrom` or longer. */
export class InstantClock implements Clock {
  time = 0;

  constructor(private readonly waitsFrom = 3_000) {}

  now(): number {
    return this.time;
  }

  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    if (milliseconds < this.waitsFrom) {
      this.time += Math.max(0, milliseconds);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
  }
}
