import type { CompletionRequest } from '../completions/completionRequest';

/** What a model is told for one completion, and how its reply is to be read. */
export interface Prompt {
  /** Goes into the request; `stop` holds only what the format itself needs. */
  readonly request: Pick<CompletionRequest, 'prompt' | 'suffix' | 'stop'>;

  /**
   * Which part of `reply`, the model's text so far, is the completion: without what the model repeats
   * or puts around it. Undefined while that cannot be told yet.
   *
   * @param finished whether `reply` is all there is
   */
  completionIn(reply: string, finished: boolean): ReplyPart | undefined;
}

/** A part of a reply, in UTF-16 code units from its start. */
export interface ReplyPart {
  readonly start: number;
  readonly end: number;
  /** Whether nothing that may still come belongs to the completion. */
  readonly closed: boolean;
}
