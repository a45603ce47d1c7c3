import { invalidRequest } from '../completions/completionError';
import { phrase } from '../completions/phrase';
import type { CompletionRequest } from '../completions/completionRequest';
import { requestedAlternatives, stopSequences } from '../completions/requestForms';
import type { GrammarRoot } from './grammar/jsonGrammar';
import type { LogitWishes } from './logitAdjustments';
import { LONGEST_SEQUENCE } from './promptReading';
import type { Sampling } from './sampler';
import type { TokenIds } from './tokenIds';

/** How many tokens are generated if the request does not say. */
const DEFAULT_MAX_TOKENS = 128;

/** The most choices that one request may have generated, for all of its prompts together. */
const MOST_CHOICES = 128;

/** The most tokens that one request may ask for, in all choices together: they wait in memory. */
const MOST_TOKENS = 8 * LONGEST_SEQUENCE;

/** A request as the embedded engine understands it, with its defaults. */
export interface LocalRequest {
  readonly prompts: readonly string[];
  readonly suffix: string;
  readonly maxTokens: number;
  readonly minTokens: number;
  readonly sampling: Sampling;
  readonly logits: LogitWishes;
  readonly seed: number | undefined;
  /** Choices to answer with, for each prompt. */
  readonly choices: number;
  /** Choices to generate for each prompt, of which the best are answered with. */
  readonly candidates: number;
  readonly stop: readonly string[];
  readonly grammarRoot: GrammarRoot | undefined;
  readonly echo: boolean;
  readonly rawTokens: boolean;
  /** Alternatives at each token; undefined for no log probabilities. */
  readonly alternatives: number | undefined;
}

/**
 * Reads a valid request. `model`, `user` and `prompt_cache_key` have no influence on the answer.
 *
 * @param ids the token ids of the model that answers
 * @throws CompletionError of kind `invalidRequest` for what contradicts itself, an unknown token id,
 *   and more than one request may ask for
 */
export function readRequest(request: CompletionRequest, ids: TokenIds): LocalRequest {
  const prompts = textPrompts(request.prompt, ids);
  const { choices, candidates } = choiceCounts(request, prompts.length);
  const { maxTokens, minTokens } = tokenCounts(request);
  if (prompts.length * candidates * maxTokens > MOST_TOKENS) {
    throw invalidRequest(
      'max_tokens',
      phrase`${prompts.length * candidates} choices of ${maxTokens} tokens are more than ${MOST_TOKENS} tokens in all`,
    );
  }
  return {
    prompts,
    suffix: request.suffix ?? '',
    maxTokens,
    minTokens,
    sampling: { temperature: request.temperature ?? 1, topP: request.top_p ?? 1 },
    logits: {
      frequencyPenalty: request.frequency_penalty ?? 0,
      presencePenalty: request.presence_penalty ?? 0,
      bias: biasByText(request.logit_bias ?? {}, ids),
    },
    seed: request.seed,
    choices,
    candidates,
    stop: stopSequences(request),
    grammarRoot: request.grammar_root,
    echo: request.echo ?? false,
    rawTokens: request.return_raw_tokens ?? false,
    alternatives: requestedAlternatives(request),
  };
}

function choiceCounts(
  { n = 1, best_of: candidates = n }: CompletionRequest,
  prompts: number,
): { choices: number; candidates: number } {
  const parameter = candidates > n ? 'best_of' : prompts > 1 && n === 1 ? 'prompt' : 'n';
  if (prompts * candidates > MOST_CHOICES) {
    throw invalidRequest(
      parameter,
      phrase`${prompts * candidates} choices are too many; one request may have ${MOST_CHOICES}`,
    );
  }
  return { choices: n, candidates };
}

/** `min_tokens` -1 asks for the longest sequence that the model can write, or for `max_tokens`. */
function tokenCounts(request: CompletionRequest): { maxTokens: number; minTokens: number } {
  const { max_tokens: most, min_tokens: least = 0 } = request;
  if (least === -1) {
    const all = Math.min(most ?? LONGEST_SEQUENCE, LONGEST_SEQUENCE);
    return { maxTokens: all, minTokens: all };
  }
  const maxTokens = Math.min(most ?? Math.max(DEFAULT_MAX_TOKENS, least), LONGEST_SEQUENCE);
  if (least > maxTokens) {
    throw invalidRequest('min_tokens', phrase`the longest sequence has ${LONGEST_SEQUENCE} tokens`);
  }
  return { maxTokens, minTokens: least };
}

/**
 * The texts of prompts in any of their four forms.
 *
 * @throws CompletionError of kind `invalidRequest` for an empty list and an unknown token id
 */
export function textPrompts(prompt: CompletionRequest['prompt'], ids: TokenIds): readonly string[] {
  if (typeof prompt === 'string') return [prompt];
  const [first] = prompt;
  if (first === undefined) throw invalidRequest('prompt', phrase`the list is empty`);
  const row = prompt.filter((each) => typeof each === 'number');
  if (row.length > 0) return [ids.decode(row, 'prompt')];
  return prompt
    .filter((each) => typeof each !== 'number')
    .map((each) => (typeof each === 'string' ? each : ids.decode(each, 'prompt')));
}

/** The bias of each token's text: several ids may be one text, and the last one counts then. */
function biasByText(
  bias: Readonly<Record<string, number>>,
  ids: TokenIds,
): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(bias).map(([id, value]) => [ids.known(Number(id), 'logit_bias'), value]),
  );
}
