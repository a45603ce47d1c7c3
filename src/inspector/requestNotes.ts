import type { InspectedPart } from './protocol';

/** Where in the documents a completion was asked for. */
export interface RequestPlace {
  /** The document's URI, to go there. */
  readonly uri: string;
  /** Its path as a person reads it. */
  readonly file: string;
  /** Counted from 0, as `character` is. */
  readonly line: number;
  /** In UTF-16 code units. */
  readonly character: number;
}

/** The completion that another one goes on from, or repeats. */
export interface BranchOrigin {
  readonly completion: number;
  /** Which token of it the branch replaces; 0 where everything is asked for anew. */
  readonly token: number;
  /** What the branch begins with: its text goes on from here. */
  readonly lead: string;
}

/** What whoever asks knows of a request and the request itself does not say. */
export interface RequestNotes {
  readonly place?: RequestPlace | undefined;
  /** What the prompt is made of, in the order in which it is sent. */
  readonly parts?: readonly InspectedPart[] | undefined;
  readonly branch?: BranchOrigin | undefined;
  /** The pipeline's numbers of what its choices become, in their order: its outcomes name them. */
  readonly completions?: readonly number[] | undefined;
  /** How many tokens of what is shown of each are not asked for, but known before. */
  readonly lead?: number | undefined;
  /** How long we ourselves took before the request was made, in milliseconds. */
  readonly preparation?: number | undefined;
}
