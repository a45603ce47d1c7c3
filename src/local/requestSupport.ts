import { invalidRequest } from '../completions/completionError';
import {
  requestedAlternatives,
  stopSequences,
  type CompletionRequest,
} from '../completions/completionRequest';
import type { Sampling } from './sampler';

/** How many lexemes are generated if the request does not say. */
const DEFAULT_MAX_TOKENS = 128;

/** A request as the embedded engine understands it, with its defaults. */
export interface LocalRequest {
  readonly prompts: readonly string[];
  readonly suffix: string;
  readonly maxTokens: number;
  readonly minTokens: number;
  readonly sampling: Sampling;
  readonly seed: number | undefined;
  /** Choices for each prompt. */
  readonly choices: number;
  readonly stop: readonly string[];
  readonly echo: boolean;
  /** Alternatives at each token; undefined for no log probabilities. */
  readonly alternatives: number | undefined;
}

/**
 * Reads a valid request. `model`, `user` and `prompt_cache_key` have no influence on the answer.
 *
 * @throws CompletionError of kind `invalidRequest` for what the engine does not do
 */
export function readRequest(request: CompletionRequest): LocalRequest {
  const maxTokens = request.max_tokens ?? DEFAULT_MAX_TOKENS;
  const minTokens = request.min_tokens ?? 0;
  if (minTokens > maxTokens) {
    throw invalidRequest('min_tokens', `${minTokens} is more than max_tokens, ${maxTokens}`);
  }
  refuseUnsupported(request);
  return {
    prompts: textPrompts(request.prompt),
    suffix: request.suffix ?? '',
    maxTokens,
    minTokens: minTokens === -1 ? maxTokens : minTokens,
    sampling: { temperature: request.temperature ?? 1, topP: request.top_p ?? 1 },
    seed: request.seed,
    choices: request.n ?? 1,
    stop: stopSequences(request),
    echo: request.echo ?? false,
    alternatives: requestedAlternatives(request),
  };
}

function textPrompts(prompt: CompletionRequest['prompt']): readonly string[] {
  if (typeof prompt === 'string') return [prompt];
  if (prompt.length === 0) throw invalidRequest('prompt', 'the list is empty');
  return prompt.map((each) => {
    if (typeof each === 'string') return each;
    throw invalidRequest('prompt', 'the embedded engine takes text, not token ids');
  });
}

function refuseUnsupported(request: CompletionRequest): void {
  const { best_of: bestOf, n = 1, logit_bias: bias = {} } = request;
  const unsupported = Object.entries({
    grammar_root: request.grammar_root !== undefined,
    return_raw_tokens: request.return_raw_tokens === true,
    best_of: bestOf !== undefined && bestOf !== n,
    frequency_penalty: (request.frequency_penalty ?? 0) !== 0,
    presence_penalty: (request.presence_penalty ?? 0) !== 0,
    logit_bias: Object.keys(bias).length > 0,
  });
  for (const [parameter, used] of unsupported) {
    if (used) throw invalidRequest(parameter, 'the embedded engine does not support it');
  }
}
