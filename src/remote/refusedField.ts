import type { CompletionError } from '../completions/completionError';

/** How servers say that they do not know a field at all, rather than not like its value. */
const UNKNOWN =
  /unknown|unrecogni[sz]ed|unsupported|unexpected|not (?:\w+ )?(?:supported|permitted|allowed|accepted)|(?:do|does)(?:n't| not) support|extra (?:inputs?|fields?)|additional propert/i;

/** How llama.cpp (`Infill is not supported by this model`) and Ollama refuse a suffix. */
const NO_INFILL = /\binfill is not supported|does not support insert\b/i;

/**
 * The field of `sent` that a server refused because it does not know it; undefined where `error`
 * tells of something else. Log probabilities count as unknown whatever is said against them: the two
 * forms of asking for them differ in type.
 */
export function refusedField(
  { kind, message, parameter }: Pick<CompletionError, 'kind' | 'message' | 'parameter'>,
  sent: readonly string[],
): string | undefined {
  if (kind !== 'invalidRequest') return undefined;
  if (NO_INFILL.test(message)) return 'suffix';
  const named =
    sent.find((field) => field === parameter?.split('.').at(-1)) ??
    sent.filter((field) => mentions(message, field)).sort((a, b) => b.length - a.length)[0];
  if (named === 'logprobs' || named === 'top_logprobs') return named;
  return UNKNOWN.test(message) ? named : undefined;
}

function mentions(message: string, field: string): boolean {
  // A field's name of one word, such as `user` or `n`, is a word of English too: only when quoted.
  const name = field.includes('_')
    ? `(?<!\\w)${field}(?!\\w)`
    : `(?:^|['"\`]|: |\\.)${field}(?!\\w)`;
  return new RegExp(name).test(message);
}
