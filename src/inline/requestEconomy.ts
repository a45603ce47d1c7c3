/**
 * Requests that a typed key earns, where the server sets no limit, and the most that are saved up.
 * In the benchmark of typing, asking oftener gains little in code and much in prose; each request
 * costs the person tokens and his server work.
 */
const PER_KEY = 0.12;
const MOST = 3;

/** Keeps the number of requests in proportion to what is typed. */
export class RequestEconomy {
  private saved = MOST;

  /** A key was pressed that typed something. */
  key(): void {
    this.saved = Math.min(MOST, this.saved + PER_KEY);
  }

  /** A request was made. */
  spend(): void {
    this.saved = Math.max(0, this.saved - 1);
  }

  /** Whether there is one beside the next, which is going to be needed. */
  get hasOneToSpare(): boolean {
    return this.saved >= 2;
  }

  /** How much requests have to be saved: from 0, not at all, to 1, there are none. */
  get scarcity(): number {
    return 1 - this.saved / MOST;
  }
}
