import type { LimitState } from '../completions/requestAllowance';
import type { Budget } from './pacing';
import type { ReportedLimit } from './rateLimitHeaders';

/** How far two reports of the same reset may lie apart, in milliseconds: rounding and the network. */
const SAME_RESET = 1_500;

/** The spans that servers name, in milliseconds. */
const SPANS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** A request that was sent: `order` counts up, `tokens` is what a limit of tokens is charged. */
export interface SentRequest {
  readonly order: number;
  readonly at: number;
  readonly tokens: number;
}

interface Observation {
  /** The order of the request whose answer told it. */
  readonly order: number;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: number;
  readonly at: number;
}

/**
 * One limit of a server, by what its answers tell: a window that fills up at a certain time, or a
 * bucket into which requests drip back. Which of them it is shows when the time of the reset moves
 * with each request.
 */
export class RateLimit {
  private last: Observation | undefined;
  /** In a bucket, how long one unit takes to drip back, in milliseconds: the longest seen. */
  private drip: number | undefined;
  /** What it takes to have all of it again, in milliseconds: the longest that a reset was off. */
  private span: number;

  constructor(
    readonly of: 'requests' | 'tokens',
    readonly period: string | undefined,
  ) {
    this.span = SPANS[period ?? ''] ?? 0;
  }

  /** Takes in what the answer to `request` said. */
  observe(request: SentRequest, reported: ReportedLimit, now: number): void {
    const before = this.last;
    const { remaining, reset } = reported;
    if (remaining === undefined || reset === undefined) return;
    const limit = Math.max(reported.limit ?? before?.limit ?? 0, remaining);
    const resetAt = now + reset;
    if (before && now < before.resetAt - SAME_RESET) {
      // Of answers that overtook each other, the one to the later request knows more.
      if (request.order < before.order) return;
      if (Math.abs(resetAt - before.resetAt) > SAME_RESET) this.drip ??= 0;
      else if ((this.drip ?? 0) > 2 * SAME_RESET && remaining < before.remaining)
        this.drip = undefined;
    }
    const missing = limit - remaining;
    if (this.drip !== undefined && missing > 0) this.drip = Math.max(this.drip, reset / missing);
    this.span = Math.max(this.span, reset);
    this.last = { order: request.order, limit, remaining, resetAt, at: now };
  }

  /**
   * The limit as a budget of requests that cost `cost` each; undefined before it is known.
   *
   * @param sent what was sent so far, oldest first
   */
  budget(sent: readonly SentRequest[], cost: number, now: number): Budget | undefined {
    const { last } = this;
    if (!last) return undefined;
    const left = this.left(last, sent, now) / cost;
    const size = last.limit / cost;
    if (this.drip) {
      const drip = this.drip * cost;
      const missing = Math.max(0, Math.floor(left)) + 1 - left;
      return { size, left, spacing: drip, refill: missing * drip };
    }
    if (now < last.resetAt) {
      const latest = sent.at(-1)?.at ?? now;
      const spacing = (last.resetAt - latest) / (left + 1);
      return { size, left, spacing, refill: last.resetAt - now };
    }
    // The reset is due, but no answer has told of it. It may have been of a part only, as with a
    // sliding window: one request at a time finds out.
    const latest = sent.at(-1);
    const asked = latest && latest.order > last.order && latest.at >= last.resetAt;
    const wait = asked ? latest.at + this.span / Math.max(1, size) - now : 0;
    return { size: Math.max(1, size), left: wait > 0 ? 0 : 1, spacing: 0, refill: wait };
  }

  state(sent: readonly SentRequest[], now: number): LimitState | undefined {
    const { last } = this;
    if (!last) return undefined;
    const remaining = Math.max(0, Math.floor(this.left(last, sent, now)));
    const reset = Math.max(0, last.resetAt - now);
    return { of: this.of, period: this.period, limit: last.limit, remaining, reset };
  }

  /** How many units are left, by the last report and what was sent after the request it answered. */
  private left(last: Observation, sent: readonly SentRequest[], now: number): number {
    const since = sent.filter(({ order }) => order > last.order);
    const cost = ({ tokens }: SentRequest) => (this.of === 'requests' ? 1 : tokens);
    if (this.drip) return dripped(last, this.drip, since, now, cost);
    const full = now >= last.resetAt;
    const counted = full ? since.filter(({ at }) => at >= last.resetAt) : since;
    const spent = counted.reduce((sum, request) => sum + cost(request), 0);
    return (full ? last.limit : last.remaining) - spent;
  }
}

/** What a bucket holds, into which one unit drips every `drip` milliseconds. */
function dripped(
  { limit, remaining, resetAt, at }: Observation,
  drip: number,
  since: readonly SentRequest[],
  now: number,
  cost: (request: SentRequest) => number,
): number {
  let level = Math.max(remaining, limit - (resetAt - at) / drip);
  let time = at;
  const passTo = (later: number) => {
    level = Math.min(limit, level + Math.max(0, later - time) / drip);
    time = Math.max(time, later);
  };
  for (const request of since) {
    passTo(request.at);
    level -= cost(request);
  }
  passTo(now);
  return level;
}
