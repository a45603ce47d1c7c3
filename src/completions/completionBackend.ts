import type { CompletionChunk } from './completionChunk';
import type { CompletionRequest } from './completionRequest';

/** A model a backend offers. */
export interface ModelInfo {
  readonly id: string;
  readonly ownedBy?: string | undefined;
}

/** Whatever answers completions: a server, the embedded engine, or a decorator over either. */
export interface CompletionBackend {
  /**
   * Streams one completion. Ends early, without an error, when `signal` aborts.
   *
   * @throws CompletionError
   */
  complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionChunk>;

  /**
   * The models to choose from.
   *
   * @throws CompletionError
   */
  models(signal: AbortSignal): Promise<ModelInfo[]>;
}
