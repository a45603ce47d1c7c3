/** Who wrote a completion: the chosen backend, or the engine that answers at once meanwhile. */
export type CompletionSource = 'main' | 'instant';

/** What became of a completion that was shown. */
export type OutcomeKind =
  /** Taken as a whole with the editor's own command. */
  | 'accepted'
  /** A word or a line of it was taken. */
  | 'partlyAccepted'
  /** The person typed all that was shown of it by himself. */
  | 'typedThrough'
  /** The person saw it and typed something else. */
  | 'rejected'
  /** It was not there long enough to be read, or the person went elsewhere. */
  | 'ignored';

/** How much of a completion was shown. A token counts as shown once its first letter was. */
export interface ShownTokens {
  readonly shown: number;
  /** Generated, and never shown: cut off, not sure enough, or come too late. */
  readonly hidden: number;
}

/** Something that happened to a completion after it had been made. Kept on this machine. */
export type CompletionOutcome =
  | {
      readonly type: 'outcome';
      /** Counts the pipeline's completions, from 1. */
      readonly completion: number;
      readonly kind: OutcomeKind;
      /** UTF-16 code units of it that went into the document this way. */
      readonly characters: number;
    }
  /** As it stands: more of it may be shown, and more may come. */
  | ({
      readonly type: 'tokens';
      readonly completion: number;
      readonly source: CompletionSource;
    } & ShownTokens)
  | {
      readonly type: 'survival';
      readonly completion: number;
      /** Milliseconds since it was accepted. */
      readonly after: number;
      /** The share of its words that are still there, in their order: 0 to 1. */
      readonly share: number;
    };

/** Hears what becomes of completions. */
export interface OutcomeListener {
  happened(outcome: CompletionOutcome): void;
}
