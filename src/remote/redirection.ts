import { singleHeader } from './answerHeaders';
import type { IncomingAnswer } from './incomingAnswer';

/**
 * The path on the same origin to which an answer sends its request unchanged (RFC 9110, 15.4.8 and
 * 15.4.9: status 307 and 308); undefined for any other answer. No other redirect can be followed:
 * the rest change the method, and the key goes to one origin only.
 */
export function pathRedirectedTo(
  { statusCode, headers }: Pick<IncomingAnswer, 'statusCode' | 'headers'>,
  origin: string,
  path: string,
): string | undefined {
  const location = singleHeader(headers, 'location');
  if ((statusCode !== 307 && statusCode !== 308) || location === undefined) return undefined;
  const target = URL.canParse(location, origin + path) && new URL(location, origin + path);
  if (!target || target.origin !== origin || target.username || target.password) return undefined;
  return target.pathname + target.search;
}
