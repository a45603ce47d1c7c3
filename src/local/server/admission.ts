import { queueFull } from './refusals';

/** Lets so many requests be answered at a time, in turn; others wait, the first first. */
export class Admission {
  private active = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly mostActive: number,
    private readonly mostWaiting: number,
  ) {}

  /**
   * Waits for a place. Whoever gets one has to `leave`.
   *
   * @returns whether there is a place: not if `signal` aborted before
   * @throws CompletionError of kind `rateLimit` when too many wait
   */
  async enter(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.active < this.mostActive) {
      this.active++;
      return true;
    }
    if (this.waiting.length >= this.mostWaiting) throw queueFull();
    return new Promise((resolve) => {
      const admit = () => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(admit), 1);
        resolve(false);
      };
      this.waiting.push(admit);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Gives the place to the next one. */
  leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.active--;
  }
}
