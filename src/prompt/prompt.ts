import type { CompletionRequest } from '../completions/completionRequest';
import type { Phrase, Wording } from '../completions/phrase';

/** What a model is told for one completion, and how its reply is to be read. */
export interface Prompt {
  /** Goes into the request; `stop` holds only what the format itself needs. */
  readonly request: Pick<CompletionRequest, 'prompt' | 'suffix' | 'stop'>;

  /** What the request is made of, in the order in which it is sent: for the person to see. */
  readonly parts: readonly PromptPart[];

  /**
   * Whether the model may put something around its answer: then a line end need not be one of the
   * completion, and must not stop the model.
   */
  readonly framed: boolean;

  /**
   * Which part of `reply`, the model's text so far, is the completion: without what the model repeats
   * or puts around it. Undefined while that cannot be told yet.
   *
   * @param finished whether `reply` is all there is
   */
  completionIn(reply: string, finished: boolean): ReplyPart | undefined;

  /**
   * A completion as the document would have it: what was written differently for the model, so that
   * it is not taken for a marker, is written back.
   */
  restore(completion: string): string;
}

/** A part of a reply, in UTF-16 code units from its start. */
export interface ReplyPart {
  readonly start: number;
  readonly end: number;
  /** Whether nothing that may still come belongs to the completion. */
  readonly closed: boolean;
}

/** Where a part of a prompt comes from. */
export type PromptPartKind =
  | 'format'
  | 'similar'
  | 'definition'
  | 'cell'
  | 'recentEdit'
  | 'diagnostic'
  | 'file'
  | 'imports'
  | 'enclosing'
  | 'prefix'
  | 'suffix';

/** A part of a prompt. All parts one behind the other are the prompt, then the suffix field. */
export interface PromptPart {
  readonly kind: PromptPartKind;
  /** What it is, such as a path. */
  readonly label: Wording;
  readonly text: string;
  /** How many tokens it is estimated to cost. */
  readonly tokens: number;
  /** Why it is there, in a sentence. */
  readonly reason: Phrase;
  /** Whether it travels in the request's `suffix` rather than in its `prompt`. */
  readonly inSuffixField: boolean;
}
