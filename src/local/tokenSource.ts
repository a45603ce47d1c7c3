import type { Token } from './token';

/** Where the tokens of one choice come from, each going on from those before it. */
export interface TokenSource {
  /**
   * The next token; undefined where the text ends.
   *
   * @param mayEnd whether the text may end here, if it can go on
   * @param left how many tokens may still come, this one among them
   */
  next(mayEnd: boolean, left: number): Token | undefined;

  /** Whether nothing may follow what there is. */
  readonly complete: boolean;
}
