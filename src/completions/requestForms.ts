import type { CompletionRequest } from './completionRequest';

/** How many alternatives a token the request asks for; undefined when it wants no log probabilities. */
export function requestedAlternatives(request: CompletionRequest): number | undefined {
  const { logprobs, top_logprobs: alternatives } = request;
  if (logprobs === undefined || logprobs === false) return undefined;
  return typeof logprobs === 'number' ? logprobs : (alternatives ?? 0);
}

/** The request's stop sequences as a list, whichever form it came in. */
export function stopSequences({ stop }: Pick<CompletionRequest, 'stop'>): readonly string[] {
  if (stop === undefined) return [];
  return typeof stop === 'string' ? [stop] : stop;
}

/** How many choices an answer to `request` has. */
export function expectedChoices({
  prompt,
  n = 1,
}: Pick<CompletionRequest, 'prompt' | 'n'>): number {
  const several = Array.isArray(prompt) && typeof prompt[0] !== 'number';
  return n * (several ? Math.max(1, prompt.length) : 1);
}
