import type { CompletionError } from '../completions/completionError';
import { type RequestAllowance, UNLIMITED } from '../completions/requestAllowance';
import type { AnswerHeaders } from './answerHeaders';
import { LearnedBudget } from './learnedBudget';
import { type Budget, paced } from './pacing';
import { RateLimit, type SentRequest } from './rateLimit';
import { reportedLimits } from './rateLimitHeaders';

/** How long automatic requests rest after a first refusal that says nothing of it; then it doubles. */
const FIRST_REST = 10_000;
const LONGEST_REST = 120_000;
/** Longest time that a server's word for it is believed, in milliseconds; then one request asks. */
const LONGEST_BLOCK = 3_600_000;
/** How long the answer to a request after a refusal is waited for before the next one asks. */
const PROBE_TIME = 3_000;
/** Most requests that are remembered. */
const MEMORY = 500;

/** The same moment on both clocks: the one that does not run backwards, and since 1970. */
export interface Moment {
  readonly now: number;
  readonly date: number;
}

/** What is known of the limits of one model, and how to live within them. */
export class ModelLimits {
  private readonly limits = new Map<string, RateLimit>();
  private readonly learned = new LearnedBudget();
  /** What was sent and not refused, oldest first. */
  private sent: SentRequest[] = [];
  private order = 0;
  private blockedUntil = 0;
  private refusals = 0;
  /** The mean of what requests cost lately, in tokens. */
  private cost = 0;

  /** A request of `tokens` (prompt and longest answer) goes out. */
  send(tokens: number, now: number): SentRequest {
    const request = { order: ++this.order, at: now, tokens };
    this.sent = [...this.sent.slice(1 - MEMORY), request];
    this.cost = this.cost === 0 ? tokens : this.cost + (tokens - this.cost) / 8;
    return request;
  }

  /** The head of the answer to `request` has come. */
  observe(request: SentRequest, headers: AnswerHeaders, { now, date }: Moment): void {
    for (const reported of reportedLimits(headers, date)) {
      const name = `${reported.of}-${reported.period ?? ''}`;
      const limit = this.limits.get(name) ?? new RateLimit(reported.of, reported.period);
      limit.observe(request, reported, now);
      this.limits.set(name, limit);
    }
  }

  /** The server has taken a request. */
  taken(): void {
    this.refusals = 0;
  }

  /** The server has refused `request` with `error`, of kind `rateLimit`. */
  refused(request: SentRequest, error: CompletionError, now: number): void {
    this.sent = this.sent.filter((each) => each !== request);
    const { retryAfter } = error;
    if (this.limits.size === 0 && error.code !== 'queue_exceeded') {
      const before = this.sent.filter(({ order }) => order < request.order);
      this.learned.learn(before, now);
    }
    const known = Math.max(retryAfter ?? 0, this.exhausted(now));
    // A server that says nothing, or to come again at once, is not hammered all the same.
    const rest = Math.min(FIRST_REST * 2 ** this.refusals, LONGEST_REST);
    this.refusals++;
    const wait = known >= 1000 ? Math.min(known, LONGEST_BLOCK) : rest;
    this.blockedUntil = Math.max(this.blockedUntil, now + wait);
  }

  allowance(now: number): RequestAllowance {
    const limits = [...this.limits.values()].flatMap((each) => each.state(this.sent, now) ?? []);
    const known = limits.length > 0 && { limits };
    const blocked = Math.max(this.blockedUntil - now, this.probing(now));
    if (blocked > 0) return { wait: blocked, requests: 0, ...known };
    const sinceLast = now - (this.sent.at(-1)?.at ?? -Infinity);
    const budgets = this.budgets(now);
    const wait = Math.max(0, ...budgets.map((budget) => paced(budget, sinceLast)));
    const left = Math.min(Infinity, ...budgets.map(leftIn));
    // After a refusal, whether there is more can only be asked.
    if (this.refusals > 0) return { wait, requests: Math.min(1, left), more: 0, ...known };
    if (left === Infinity) return { ...UNLIMITED, ...known };
    const scarce = budgets.filter((budget) => leftIn(budget) === left);
    const more = Math.max(...scarce.map(({ refill }) => refill));
    return { wait, requests: left, more, ...known };
  }

  private budgets(now: number): Budget[] {
    const told = [...this.limits.values()].map((limit) =>
      limit.budget(this.sent, limit.of === 'requests' ? 1 : Math.max(1, this.cost), now),
    );
    return [...told, this.learned.budget(this.sent, now)].filter((budget) => budget !== undefined);
  }

  /** How long until the limits that are used up let a request through, in milliseconds. */
  private exhausted(now: number): number {
    const empty = this.budgets(now).filter(({ left }) => left < 1);
    return Math.max(0, ...empty.map(({ refill }) => refill));
  }

  /** After a refusal, one request asks whether it is over; the others wait for its answer. */
  private probing(now: number): number {
    const probe = this.sent.findLast(({ at }) => at >= this.blockedUntil);
    return this.refusals > 0 && probe ? probe.at + PROBE_TIME - now : 0;
  }
}

function leftIn({ left }: Budget): number {
  return Math.max(0, Math.floor(left));
}
