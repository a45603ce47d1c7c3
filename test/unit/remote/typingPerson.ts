import { CompletionError } from '../../../src/completions/completionError';
import type { RequestAllowance } from '../../../src/completions/requestAllowance';
import { RateLimits } from '../../../src/remote/rateLimits';
import type { LimitedServer } from './limitedServers';

/** When requests went out, in milliseconds from the start, and what became of them. */
export interface Session {
  readonly completions: readonly number[];
  readonly refusals: readonly number[];
}

export interface TypingOptions {
  readonly seed?: number;
  /** Of so many requests (0 to 1) the answer is not waited for, because more was typed. */
  readonly lost?: number;
  /** Whether a request goes out, by what is known of the limits. */
  readonly mayGo?: (allowance: RequestAllowance) => boolean;
}

const LATENCY = 300;
const STEP = 100;

/**
 * Someone types for `duration` milliseconds and would like ghost text every second or so, with a
 * rest now and then. A request goes out whenever one is wanted and the limits allow it.
 */
export function typing(
  server: LimitedServer,
  duration: number,
  { seed = 1, lost = 0, mayGo = ({ wait }) => wait === 0 }: TypingOptions = {},
): Session {
  const random = randomNumbers(seed);
  let now = 0;
  const limits = new RateLimits(
    () => now,
    () => now,
  );
  const request = { model: 'm', prompt: 'x'.repeat(350), max_tokens: 100 };
  const answers: { at: number; deliver: () => void }[] = [];
  const completions: number[] = [];
  const refusals: number[] = [];
  let nextWish = 0;
  for (; now < duration; now += STEP) {
    while ((answers[0]?.at ?? Infinity) <= now) answers.shift()?.deliver();
    if (now < nextWish || !mayGo(limits.allowance('m'))) continue;
    nextWish = now + (random() < 0.1 ? 5_000 + 10_000 * random() : 400 + 1_500 * random());
    const counted = limits.begin(request);
    const { accepted, headers } = server.request(now + LATENCY / 2);
    (accepted ? completions : refusals).push(now);
    const deliver = () => {
      counted.told(headers);
      if (accepted) counted.taken();
      else counted.failed(refusal());
    };
    if (random() >= lost) answers.push({ at: now + LATENCY, deliver });
  }
  return { completions, refusals };
}

function refusal(): CompletionError {
  return new CompletionError({ kind: 'rateLimit', message: 'No.', remedy: 'Wait.', status: 429 });
}

/** mulberry32 */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
