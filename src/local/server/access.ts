import { createHash, timingSafeEqual } from 'node:crypto';
import { foreignHost, missingKey, wrongFormat, wrongKey } from './refusals';

const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Checks that a request was meant for this machine. A web page whose name was made to point here (DNS
 * rebinding) sends its own name.
 *
 * @throws CompletionError with status 400 or 403
 */
export function checkHost(host: string | undefined): void {
  if (host === undefined || host === '') {
    throw wrongFormat('The request has no Host header.', 'Send one.');
  }
  const name = host.replace(/:\d*$/, '').toLowerCase();
  if (!OWN_NAMES.includes(name)) throw foreignHost();
}

/** @throws CompletionError with status 401 for another key and 403 for none */
export function checkKey(authorization: string | undefined, key: string): void {
  if (authorization === undefined) throw missingKey();
  const [, given] = /^Bearer +(.+)$/i.exec(authorization) ?? [];
  if (given === undefined || !timingSafeEqual(digest(given.trim()), digest(key))) throw wrongKey();
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
