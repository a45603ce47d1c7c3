import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { CompletionBackend, ModelInfo } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionRequest } from '../completions/completionRequest';
import type { RequestAllowance } from '../completions/requestAllowance';
import type { TokenRates } from './tokenRate';

/** A backend that learns from each answer how many characters a token of its model has. */
export class TokenRateBackend implements CompletionBackend {
  constructor(
    private readonly backend: CompletionBackend,
    private readonly rates: TokenRates,
  ) {}

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

  models(signal: AbortSignal): Promise<ModelInfo[]> {
    return this.backend.models(signal);
  }

  capabilities(): Promise<BackendCapabilities> {
    return this.backend.capabilities();
  }

  allowance(model: string): Promise<RequestAllowance> {
    return this.backend.allowance(model);
  }
}
