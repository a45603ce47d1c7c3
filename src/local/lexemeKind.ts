/** What a lexeme is made of. It decides which lexemes would run together as neighbours. */
export const LexemeKind = {
  /** The boundary of a document: no text of its own. */
  boundary: 0,
  /** Letters, marks, digits, `_` and `$`: identifiers, keywords, numbers. */
  word: 1,
  /** Spaces and tabs inside a line. */
  space: 2,
  /** A line feed and the indentation that follows it. */
  newline: 3,
  /** Any other single code point. */
  symbol: 4,
} as const;

export type LexemeKind = (typeof LexemeKind)[keyof typeof LexemeKind];

export const LEXEME_KINDS: readonly LexemeKind[] = Object.values(LexemeKind);

/**
 * The kind that would run together with a lexeme of `kind` if it came next, so that the two would be
 * one lexeme and never neighbours; undefined where any lexeme may follow.
 *
 * @param full whether the lexeme has reached its greatest length, after which a new one begins
 */
export function absorbedKind(kind: LexemeKind, full: boolean): LexemeKind | undefined {
  if (full) return undefined;
  if (kind === LexemeKind.word) return LexemeKind.word;
  if (kind === LexemeKind.space || kind === LexemeKind.newline) return LexemeKind.space;
  return undefined;
}
