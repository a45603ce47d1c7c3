import { quotaExceeded } from './refusals';

const MINUTE = 60_000;

/** Counts requests by the minute, to try out how clients behave at a limit. */
export class RateLimit {
  private used = 0;
  private ends = -Infinity;

  /**
   * @param limit requests a minute
   * @param now milliseconds of any clock
   */
  constructor(
    private readonly limit: number,
    private readonly now: () => number,
  ) {}

  /** @throws CompletionError of kind `rateLimit` when the minute's requests are used up */
  take(): void {
    const now = this.now();
    if (now >= this.ends) {
      this.used = 0;
      this.ends = now + MINUTE;
    }
    if (this.used >= this.limit) throw quotaExceeded(this.limit, this.ends - now);
    this.used++;
  }

  /** The headers by which the API tells how much is left. */
  get headers(): Readonly<Record<string, string>> {
    const left = Math.max(0, this.ends - this.now()) / 1000;
    return {
      'x-ratelimit-limit-requests-minute': String(this.limit),
      'x-ratelimit-remaining-requests-minute': String(this.limit - this.used),
      'x-ratelimit-reset-requests-minute': left.toFixed(3),
    };
  }
}
