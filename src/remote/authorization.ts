import { CompletionError } from '../completions/completionError';
import { phrase, type Phrase } from '../completions/phrase';

/**
 * The API key to send, without the spaces that copying leaves around it; undefined where none is set.
 *
 * @throws CompletionError of kind `authentication` for a key that cannot be read or cannot travel in
 * a header
 */
export async function usableApiKey(
  apiKey: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const key = await apiKey().catch(() => {
    throw unusable(phrase`The stored API key cannot be read.`);
  });
  const trimmed = key?.trim();
  if (trimmed === undefined || trimmed === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw unusable(
      phrase`The API key contains characters that no API key has, such as a line break.`,
    );
  }
  return trimmed;
}

function unusable(message: Phrase): CompletionError {
  return new CompletionError({
    kind: 'authentication',
    message,
    remedy: phrase`Set the API key again.`,
  });
}
