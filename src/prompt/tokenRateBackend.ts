import type { CompletionBackend } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionRequest } from '../completions/completionRequest';
import { ForwardingBackend } from '../completions/forwardingBackend';
import type { TokenRates } from './tokenRate';

/** A backend that learns from each answer how many characters a token of its model has. */
export class TokenRateBackend extends ForwardingBackend {
  constructor(
    backend: CompletionBackend,
    private readonly rates: TokenRates,
  ) {
    super(backend);
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionChunk> {
    const { model, prompt, suffix = '' } = request;
    for await (const chunk of this.backend.complete(request, signal)) {
      const tokens = chunk.usage?.prompt_tokens;
      if (typeof prompt === 'string' && tokens !== undefined) {
        this.rates.learn(model, prompt + suffix, tokens);
      }
      yield chunk;
    }
  }
}
