import { type AnswerHeaders, singleHeader } from './answerHeaders';

/** What the headers of one answer say about one limit. */
export interface ReportedLimit {
  readonly of: 'requests' | 'tokens';
  /** The server's word for its span, such as `minute`; undefined where the header names none. */
  readonly period: string | undefined;
  readonly limit?: number;
  readonly remaining?: number;
  /** Until all of it is there again, in milliseconds. */
  readonly reset?: number;
}

/** `x-ratelimit-limit-requests-day`, also without period, without resource, or without the `x-`. */
const HEADER =
  /^(?:x-)?ratelimit-(limit|remaining|reset)(?:-(req(?:uests?)?|tokens?))?(?:-([a-z]+))?$/;

/**
 * The limits that `headers` tell of.
 *
 * @param now milliseconds since 1970, for servers that say when the reset is instead of how far off
 */
export function reportedLimits(headers: AnswerHeaders, now: number): ReportedLimit[] {
  const limits = new Map<string, ReportedLimit>();
  for (const name of Object.keys(headers)) {
    const [, what, resource = 'requests', period] = HEADER.exec(name.toLowerCase()) ?? [];
    if (what === undefined) continue;
    const text = singleHeader(headers, name)?.trim() ?? '';
    const value = what === 'reset' ? timeUntil(text, now) : count(text);
    if (value === undefined) continue;
    const of = resource.startsWith('req') ? 'requests' : 'tokens';
    const key = `${of}-${period ?? ''}`;
    limits.set(key, { ...(limits.get(key) ?? { of, period }), [what]: value });
  }
  return [...limits.values()];
}

function count(text: string): number | undefined {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

const UNITS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

/** Seconds, a Go duration such as `6m0s` or `120ms`, or a point in time as seconds since 1970. */
function timeUntil(text: string, now: number): number | undefined {
  const seconds = count(text);
  if (seconds !== undefined) {
    return seconds > 1e9 ? Math.max(0, seconds * 1000 - now) : seconds * 1000;
  }
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit = ''] of text.matchAll(/([\d.]+)(ms|[dhms])/g)) {
    total += Number(amount) * (UNITS[unit] ?? 0);
  }
  return total;
}
