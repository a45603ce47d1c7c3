import type { CompletionError } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import { type RequestAllowance, UNLIMITED } from '../completions/requestAllowance';
import type { AnswerHeaders } from './answerHeaders';
import { ModelLimits } from './modelLimits';

/** A low guess, so that a prompt is charged rather too much than too little. */
const CHARACTERS_PER_TOKEN = 3.5;

/** A request under way, to be told what becomes of it. */
export interface CountedRequest {
  /** The head of its answer has come. */
  told(headers: AnswerHeaders): void;
  /** The server had room for it: the answer has begun. */
  taken(): void;
  /** It was refused, or broke off, with `failure`: perhaps because there was no room for it. */
  readonly failed: (failure: CompletionError) => void;
}

/** The limits of one server, model by model, from what it has told and shown. */
export class RateLimits {
  private readonly models = new Map<string, ModelLimits>();

  /**
   * @param now milliseconds on a clock that does not run backwards
   * @param date milliseconds since 1970
   */
  constructor(
    private readonly now: () => number,
    private readonly date: () => number,
  ) {}

  /** Counts `request`, which is about to be sent. */
  begin(request: Pick<CompletionRequest, 'model' | 'prompt' | 'max_tokens' | 'n'>): CountedRequest {
    const limits = this.models.get(request.model) ?? new ModelLimits();
    this.models.set(request.model, limits);
    const sent = limits.send(charged(request), this.now());
    return {
      told: (headers) => {
        limits.observe(sent, headers, { now: this.now(), date: this.date() });
      },
      taken: () => {
        limits.taken();
      },
      failed: (failure) => {
        if (failure.kind === 'rateLimit') limits.refused(sent, failure, this.now());
      },
    };
  }

  allowance(model: string): RequestAllowance {
    return this.models.get(model)?.allowance(this.now()) ?? UNLIMITED;
  }
}

/** What rate limiters charge for a request up front: its prompt and the longest answer. */
function charged({ prompt, max_tokens: most = 0, n = 1 }: Parameters<RateLimits['begin']>[0]) {
  const parts = typeof prompt === 'string' ? [prompt] : prompt;
  let tokens = 0;
  for (const part of parts) {
    if (typeof part === 'number') tokens++;
    else tokens += typeof part === 'string' ? part.length / CHARACTERS_PER_TOKEN : part.length;
  }
  return Math.ceil(tokens) + most * n;
}
