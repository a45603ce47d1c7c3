import type { LogProbabilities } from '../completions/logProbabilities';
import { isJsonObject, type JsonObject } from './json';
import { tokenText } from './tokenBytes';

/**
 * The log probabilities of a choice as a server sent them, in the four arrays of the API. Arrays
 * that are missing or too short are filled up with null; `text_offset` is zero throughout and has to
 * be computed from the text. Undefined where there are none.
 */
export function readLogProbabilities(value: unknown): LogProbabilities | undefined {
  if (!isJsonObject(value)) return undefined;
  if (Array.isArray(value['content'])) return fromTokenObjects(value['content']);
  return Array.isArray(value['tokens']) ? fromArrays(value['tokens'], value) : undefined;
}

/** The form of the chat API, which llama.cpp uses: one object a token, with a list of alternatives. */
function fromTokenObjects(content: readonly unknown[]): LogProbabilities {
  const tokens = content.filter(isJsonObject).filter(({ token }) => typeof token === 'string');
  return {
    tokens: tokens.map(({ token, bytes }) => tokenText(String(token), bytes)),
    token_logprobs: tokens.map(({ logprob }) => numberOrNull(logprob)),
    top_logprobs: tokens.map(({ top_logprobs: listed }) =>
      Array.isArray(listed) ? alternativesOf(listed) : null,
    ),
    text_offset: tokens.map(() => 0),
  };
}

function alternativesOf(listed: readonly unknown[]): Record<string, number> {
  const alternatives: Record<string, number> = {};
  for (const each of listed.filter(isJsonObject)) {
    const { token: text, bytes, logprob } = each;
    if (typeof text !== 'string' || typeof logprob !== 'number') continue;
    const token = tokenText(text, bytes);
    // Without their bytes, parts of different characters share one made-up text: the likeliest stands for them.
    alternatives[token] = Math.max(alternatives[token] ?? -Infinity, logprob);
  }
  return alternatives;
}

function fromArrays(tokens: readonly unknown[], value: JsonObject): LogProbabilities {
  const own = listOf(value['token_logprobs']);
  const alternatives = listOf(value['top_logprobs']);
  return {
    tokens: tokens.map((token) => (typeof token === 'string' ? token : '')),
    token_logprobs: tokens.map((_, index) => numberOrNull(own[index])),
    top_logprobs: tokens.map((_, index) => numbersIn(alternatives[index])),
    text_offset: tokens.map(() => 0),
  };
}

function numbersIn(value: unknown): Record<string, number> | null {
  if (!isJsonObject(value)) return null;
  const entries = Object.entries(value).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return Object.fromEntries(entries);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
