import type { BackendCapabilities } from './backendCapabilities';
import type { CompletionChunk } from './completionChunk';
import type { CompletionRequest } from './completionRequest';
import type { RequestAllowance } from './requestAllowance';

/** A model a backend offers. */
export interface ModelInfo {
  readonly id: string;
  readonly ownedBy?: string | undefined;
  /** What a person would call it. */
  readonly name?: string | undefined;
  /** Most tokens of prompt and completion together. */
  readonly contextLength?: number | undefined;
  /** Most tokens of one completion. */
  readonly mostTokens?: number | undefined;
  /** In US dollars per token. */
  readonly price?: ModelPrice | undefined;
  /** Whether its provider is about to withdraw it. */
  readonly deprecated?: boolean | undefined;
  /** Whether its provider only tries it out. */
  readonly preview?: boolean | undefined;
  /** The kind of instruction format it was tuned for, such as `chatml`. */
  readonly instructType?: string | undefined;
  /** The sampling parameters it takes, where its server lists them. */
  readonly parameters?: readonly string[] | undefined;
}

export interface ModelPrice {
  readonly prompt: number;
  readonly completion: number;
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

  /** What may be asked of it for `model`; for the one that it was asked for last where left out. */
  capabilities(model?: string): Promise<BackendCapabilities>;

  /** How freely it may be asked for completions of `model` just now. */
  allowance(model: string): Promise<RequestAllowance>;
}
