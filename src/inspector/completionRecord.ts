import { CompletionAccumulator } from '../completions/completionAccumulator';
import type { CompletionChunk } from '../completions/completionChunk';
import { isCompletionError } from '../completions/completionError';
import { scoredTokens } from '../completions/logProbabilities';
import type { InspectedCompletion } from './protocol';

/** One completion as it comes in: what was asked, what came, when, and how it ended. */
export class CompletionRecord {
  private readonly completion = new CompletionAccumulator();
  private readonly startedAt: number;
  private firstTextAt: number | undefined;
  private endedAt: number | undefined;
  private state: InspectedCompletion['state'] = 'streaming';
  private failure: string | undefined;

  /** @param now Milliseconds on a clock that does not run backwards. */
  constructor(
    private readonly id: number,
    private readonly origin: string,
    /** The model that was asked for; the answer may name another. */
    private readonly model: string,
    private readonly now: () => number,
  ) {
    this.startedAt = now();
  }

  get ended(): boolean {
    return this.endedAt !== undefined;
  }

  add(chunk: CompletionChunk): void {
    this.completion.add(chunk);
    if (this.completion.text !== '') this.firstTextAt ??= this.now();
  }

  /** The stream ended by itself, or was stopped by whoever reads it. */
  end(state: 'complete' | 'stopped'): void {
    this.state = state;
    this.endedAt = this.now();
  }

  fail(error: unknown): void {
    this.state = 'failed';
    this.endedAt = this.now();
    this.failure = isCompletionError(error) ? `${error.message} ${error.remedy}` : String(error);
  }

  /** The record as the inspector shows it. */
  inspect(): InspectedCompletion {
    const { model, text, usage, choices } = this.completion;
    const choice = choices[0];
    return {
      id: this.id,
      origin: this.origin,
      model: model ?? this.model,
      state: this.state,
      failure: this.failure ?? null,
      finishReason: choice?.finishReason ?? null,
      text,
      tokens: choice?.logprobs
        ? scoredTokens(choice.logprobs).map((token) => ({
            ...token,
            logProbability: token.logProbability ?? null,
          }))
        : [],
      usage: usage
        ? {
            promptTokens: usage.prompt_tokens,
            cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
            completionTokens: usage.completion_tokens,
          }
        : null,
      timeToFirstToken: this.since(this.firstTextAt),
      totalTime: this.since(this.endedAt),
    };
  }

  private since(time: number | undefined): number | null {
    return time === undefined ? null : time - this.startedAt;
  }
}
