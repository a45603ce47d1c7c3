import { CompletionError } from '../completions/completionError';
import { phrase, type Phrase } from '../completions/phrase';

/** What a header may be called, and what it may hold (RFC 9110, 5.6.2 and 5.5, without `obs-text`). */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e]*$/;

/**
 * Headers that say how a request travels or what is in it: they are the client's own. The key is
 * kept in the secret storage, not in settings, so `authorization` is among them.
 */
const RESERVED = new Set([
  'accept',
  'accept-encoding',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The headers that the person wants to be sent along, by lower-case name.
 *
 * @throws CompletionError of kind `invalidRequest` that names the header, never its value
 */
export function extraHeaders(wanted: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const lower = name.toLowerCase();
    if (!NAME.test(name)) throw unusable(name, phrase`has a name that no header can have`);
    if (RESERVED.has(lower)) throw unusable(name, phrase`cannot be set: Inkling sets it itself`);
    if (!VALUE.test(value))
      throw unusable(name, phrase`has characters in it that no header can hold`);
    headers[lower] = value;
  }
  return headers;
}

function unusable(name: string, problem: Phrase): CompletionError {
  return new CompletionError({
    kind: 'invalidRequest',
    message: phrase`The header ${JSON.stringify(name)} ${problem}.`,
    remedy:
      name.toLowerCase() === 'authorization'
        ? phrase`Take it out of the setting inkling.headers, and set the API key by its command.`
        : phrase`Correct the setting inkling.headers.`,
  });
}
