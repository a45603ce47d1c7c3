import type { Budget } from './pacing';
import type { SentRequest } from './rateLimit';

/** The span in which requests are counted where a server names none, in milliseconds. */
const SPAN = 60_000;
/** How long what was learned counts, in milliseconds: limits change, and so do plans. */
const LASTS = 3_600_000;

/**
 * A limit of requests a minute that a server never told of, learned from its refusals: as many as it
 * had taken within a minute when it refused one more.
 */
export class LearnedBudget {
  private limit: number | undefined;
  private learnedAt = 0;

  /** Learns from a refusal; `taken` are the requests before it that were not refused, oldest first. */
  learn(taken: readonly SentRequest[], now: number): void {
    const lately = within(taken, now).length;
    // None at all: then it is no limit of a minute, or others use it up.
    if (lately === 0) return;
    this.limit = Math.min(this.known(now) ?? Infinity, lately);
    this.learnedAt = now;
  }

  /** The budget now; undefined where nothing was learned. */
  budget(taken: readonly SentRequest[], now: number): Budget | undefined {
    const size = this.known(now);
    if (size === undefined) return undefined;
    const counted = within(taken, now);
    const left = size - counted.length;
    const leaving = counted[Math.max(0, counted.length - size)];
    const refill = leaving ? leaving.at + SPAN - now : 0;
    return { size, left, spacing: SPAN / size, refill };
  }

  private known(now: number): number | undefined {
    return now - this.learnedAt < LASTS ? this.limit : undefined;
  }
}

function within(requests: readonly SentRequest[], now: number): readonly SentRequest[] {
  return requests.filter(({ at }) => at > now - SPAN);
}
