import type { BackendCapabilities } from './backendCapabilities';
import type { CompletionBackend, ModelInfo } from './completionBackend';
import type { CompletionChunk } from './completionChunk';
import type { CompletionRequest } from './completionRequest';
import type { RequestAllowance } from './requestAllowance';

/** What decorators of a backend have in common: all but completions is passed on as it is. */
export abstract class ForwardingBackend implements CompletionBackend {
  constructor(protected readonly backend: CompletionBackend) {}

  abstract complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncIterable<CompletionChunk>;

  models(signal: AbortSignal): Promise<ModelInfo[]> {
    return this.backend.models(signal);
  }

  capabilities(model?: string): Promise<BackendCapabilities> {
    return this.backend.capabilities(model);
  }

  allowance(model: string): Promise<RequestAllowance> {
    return this.backend.allowance(model);
  }
}
