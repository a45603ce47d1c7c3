import { CompletionAccumulator, type Choice } from '../completions/completionAccumulator';
import type { CompletionBackend } from '../completions/completionBackend';
import type { CompletionRequest } from '../completions/completionRequest';
import { stopSequences } from '../completions/requestForms';
import { scoredTokens, type ScoredToken } from '../completions/logProbabilities';
import type { Prompt, ReplyPart } from '../prompt/prompt';
import type { KnownCompletion } from './knownCompletion';
import type { StreamCut } from './streamCut';

/** One request and what becomes of its choices. */
export interface StreamOrder {
  readonly prompt: Prompt;
  readonly request: CompletionRequest;
  readonly cut: StreamCut;
  /** Where each choice goes, by its index. */
  readonly into: readonly KnownCompletion[];
  /** What the completions begin with: it is in the prompt already. */
  readonly lead: readonly ScoredToken[];
}

/**
 * Streams a request's choices into the completions they become, each as far as it is wanted. The
 * request is stopped as soon as nothing more of it is. When this returns or throws, all are closed.
 *
 * @throws CompletionError
 */
export async function stream(
  backend: CompletionBackend,
  { prompt, request, cut, into, lead }: StreamOrder,
  signal: AbortSignal,
): Promise<void> {
  const reply = new CompletionAccumulator();
  const leading = lead.map(({ text }) => text).join('');
  try {
    for await (const chunk of backend.complete(request, signal)) {
      reply.add(chunk);
      for (const choice of reply.choices.entries()) take(choice, false);
      if (into.every(({ open }) => !open)) return;
    }
    for (const choice of reply.choices.entries()) take(choice, true);
  } finally {
    for (const completion of into) completion.close();
  }

  function restore(token: ScoredToken): ScoredToken {
    return { ...token, text: prompt.restore(token.text) };
  }

  function take([index, choice]: [number, Choice], finished: boolean): void {
    const completion = into[index];
    if (!completion?.open) return;
    const part = prompt.completionIn(choice.text, finished);
    if (!part) return;
    const written = choice.text.slice(part.start, part.end);
    const restored = prompt.restore(written);
    const own = tokensIn(choice, part);
    const text = leading + restored;
    const tokens = [...lead, ...(restored === written ? own : own.map(restore))];
    const end = cut.end(text, tokens, finished || part.closed);
    const changed = text.length !== completion.text.length || end !== undefined;
    if (changed) completion.grow(text.slice(0, end), tokens);
    if (end !== undefined || part.closed) completion.close();
  }
}

/** The tokens of `part`; one that stands half in it counts as far as it does. */
function tokensIn({ logprobs }: Choice, { start, end }: ReplyPart): ScoredToken[] {
  const tokens: ScoredToken[] = [];
  let at = 0;
  for (const token of logprobs ? scoredTokens(logprobs) : []) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, token.text.length);
    at += token.text.length;
    if (from < to) tokens.push({ ...token, text: token.text.slice(from, to) });
  }
  return tokens;
}

/**
 * The stop sequences of a request, no more than its backend takes: what the person has set, what the
 * prompt's format needs, and what saves tokens.
 */
export function stopsWithin(
  most: number,
  ...wanted: readonly (CompletionRequest['stop'] | undefined)[]
): readonly string[] {
  return [...new Set(wanted.flatMap((stop) => stopSequences({ stop })))].slice(0, most);
}
