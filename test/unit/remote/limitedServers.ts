import type { AnswerHeaders } from '../../../src/remote/answerHeaders';

/** What a limited server answers to a request. */
export interface LimitedAnswer {
  readonly accepted: boolean;
  readonly headers: AnswerHeaders;
}

/** A server that takes so many requests in a span of time; `now` in milliseconds. */
export interface LimitedServer {
  request(now: number): LimitedAnswer;
}

/** `limit` requests in each span; the spans begin at `offset`. */
export function fixedWindow(limit: number, span: number, offset = 0): LimitedServer {
  let window = -1;
  let used = 0;
  return {
    request(now) {
      const current = Math.floor((now + offset) / span);
      if (current !== window) used = 0;
      window = current;
      const accepted = used < limit;
      if (accepted) used++;
      const reset = (current + 1) * span - offset - now;
      return { accepted, headers: told(limit, limit - used, reset) };
    },
  };
}

/** `limit` requests at once; each drips back in `span / limit`. */
export function tokenBucket(limit: number, span: number): LimitedServer {
  let level = limit;
  let at = 0;
  return {
    request(now) {
      level = Math.min(limit, level + ((now - at) * limit) / span);
      at = now;
      const accepted = level >= 1;
      if (accepted) level--;
      const reset = ((limit - level) * span) / limit;
      return { accepted, headers: told(limit, Math.floor(level), reset) };
    },
  };
}

/** `limit` requests within any span; the reset is when the first of them leaves it. */
export function slidingWindow(limit: number, span: number): LimitedServer {
  let taken: number[] = [];
  return {
    request(now) {
      taken = taken.filter((at) => at > now - span);
      const accepted = taken.length < limit;
      if (accepted) taken.push(now);
      const reset = (taken[0] ?? now) + span - now;
      return { accepted, headers: told(limit, limit - taken.length, reset) };
    },
  };
}

/** The same server, which says nothing of its limits. */
export function silent(server: LimitedServer): LimitedServer {
  return { request: (now) => ({ accepted: server.request(now).accepted, headers: {} }) };
}

function told(limit: number, remaining: number, reset: number): AnswerHeaders {
  return {
    'x-ratelimit-limit-requests-minute': String(limit),
    'x-ratelimit-remaining-requests-minute': String(remaining),
    'x-ratelimit-reset-requests-minute': String(reset / 1000),
  };
}
