import { type AnswerHeaders, singleHeader } from './answerHeaders';

/**
 * How long a server asks to wait, in milliseconds: `retry-after-ms`, else `retry-after` as seconds or
 * as an HTTP date (RFC 9110, 10.2.3). Undefined where it does not say, or says nonsense.
 *
 * @param now milliseconds since 1970
 */
export function retryAfter(headers: AnswerHeaders, now: number): number | undefined {
  const milliseconds = amount(singleHeader(headers, 'retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const header = singleHeader(headers, 'retry-after');
  const seconds = amount(header);
  if (seconds !== undefined) return seconds * 1000;
  // Date.parse takes almost anything for a date: an HTTP date begins with the day of the week.
  const date = header !== undefined && /^[A-Za-z]+,? /.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function amount(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
