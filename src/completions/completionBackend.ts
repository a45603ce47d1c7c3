import type { BackendCapabilities } from './backendCapabilities';
import type { CompletionChunk } from './completionChunk';
import type { CompletionRequest } from './completionRequest';
import type { RequestAllowance } from './requestAllowance';

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

  /** What may be asked of it. */
  capabilities(): Promise<BackendCapabilities>;

  /** How freely it may be asked for completions of `model` just now. */
  allowance(model: string): Promise<RequestAllowance>;
}
