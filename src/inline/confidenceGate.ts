import type { ScoredToken } from '../completions/logProbabilities';

/** How sure a model must be of what is shown. Probabilities, 0 to 1. */
export interface ConfidenceThresholds {
  /** Nothing is shown where the first lexeme is less likely than this. */
  readonly floor: number;
  /** A line ends where the probability of all of it so far falls below this. */
  readonly line: number;
  /** Ghost text ends where the probability of a line and all lines before it falls below this. */
  readonly whole: number;
}

/**
 * A token at least as likely as this ends nothing: what is unsure stands before it, and has been
 * shown. So a closing quote is not cut off its string. (Measured on 6,400 lines: as much is right.)
 */
const CERTAIN = Math.log(0.95);

/** Of a letter that agrees with a word that nobody has thought of. */
const UNFORESEEN_LETTER = 0.05;
/** Of a blank that does: most words have one before them. */
const UNFORESEEN_BLANK = 0.5;

/**
 * How far a completion is to be shown: the position, in UTF-16 code units from its start, up to
 * which the model is sure enough of what follows `from`.
 *
 * The cut falls on a border between lexemes, so that no half identifier is shown, and before a token
 * that adds doubt of its own. What was typed
 * already is certain, whatever the model thought of it. Text without log probabilities is taken as
 * sure: a server that gives none must not be silenced.
 *
 * @param tokens The completion's tokens, none where the server told no log probabilities.
 * @param from How much of the text was typed already.
 */
export function confidentEnd(
  text: string,
  tokens: readonly ScoredToken[],
  from: number,
  thresholds: ConfidenceThresholds,
): number {
  let whole = 0;
  let line = 0;
  let at = 0;
  let first: number | undefined;
  for (const token of tokens) {
    const start = at;
    at += token.text.length;
    if (at <= from || token.text === '') continue;
    const logProbability = afterTyping(token, Math.max(0, from - start));
    whole += logProbability;
    line += logProbability;
    if (first === undefined) {
      // White space before the first word is part of neither judgement.
      const isLexeme = token.text.slice(Math.max(0, from - start)).trim() !== '';
      if (line < Math.log(thresholds.floor)) return from;
      if (isLexeme) first = line;
    }
    const isUnsure = line < Math.log(thresholds.line) || whole < Math.log(thresholds.whole);
    if (isUnsure && logProbability < CERTAIN) {
      return Math.max(from, lexemeBorder(text, Math.min(Math.max(start, from), text.length)));
    }
    if (token.text.includes('\n')) line = 0;
  }
  return text.length;
}

/** The log probability of `token` once its first `typed` letters are known to be right. */
function afterTyping(token: ScoredToken, typed: number): number {
  const { logProbability, text, alternatives } = token;
  if (logProbability === undefined) return 0;
  if (typed === 0) return logProbability;
  const own = Math.exp(logProbability);
  const letters = text.slice(0, typed);
  let known = own;
  let agreeing = own;
  for (const alternative of alternatives) {
    if (alternative.text === text) continue;
    const probability = Math.exp(alternative.logProbability);
    known += probability;
    if (alternative.text.startsWith(letters)) agreeing += probability;
  }
  agreeing += Math.max(0, 1 - known) * unforeseen(letters);
  return Math.log(own / agreeing);
}

/** How likely a word that nobody has thought of is to begin with `letters`. */
function unforeseen(letters: string): number {
  const word = letters.trimStart();
  const blank = word === letters ? 1 : UNFORESEEN_BLANK;
  return blank * UNFORESEEN_LETTER ** word.length;
}

/** The last position at or before `position` that is not inside a word. */
function lexemeBorder(text: string, position: number): number {
  let border = position;
  while (border > 0 && isWord(text[border - 1]) && isWord(text[border])) border--;
  return border;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
}
