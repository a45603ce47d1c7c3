import type { Distribution } from './distribution';
import type { Lexicon } from './vocabulary';

/** A lexicon to which a request can add. */
export type RequestLexicon = Lexicon & { intern(lexeme: string): number };

export interface LexemeProbability {
  readonly lexeme: number;
  readonly probability: number;
}

/** The parts that identifiers are made of: `HTTP`, `Server`, `name`, `42`. */
const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu;

/** With fewer letters of a part too many are possible. */
const SHORTEST_BEGINNING = 2;

/** The probability that a new word goes on, or ends, as no known part does. */
const UNFORESEEN = 0.2;

/**
 * What a half-typed word that is not known may become: `newSubscr` becomes `newSubscriber` where
 * `Subscriber` or `subscriber` is known, alone or as the beginning of a longer word. Each such word is
 * interned, and has the probability of all words that begin with its last part.
 *
 * @param partial the beginning of no known word
 * @param distribution what comes next, as far as it is known
 * @returns words longer than `partial`, none twice; together less than 1, the rest is for its end here
 */
export function restsOfNewWord(
  partial: string,
  lexicon: RequestLexicon,
  distribution: Distribution,
): LexemeProbability[] {
  const begun = lastPart(partial);
  if (begun === undefined || begun.length < SHORTEST_BEGINNING) return [];
  const head = partial.slice(0, partial.length - begun.length);
  const rests = new Map<string, number>();
  let total = 0;
  for (const beginning of spellings(begun)) {
    for (const lexeme of lexicon.beginningWith(beginning)) {
      const probability = distribution.probabilityOf(lexeme);
      const [part = ''] = lexicon.textOf(lexeme).match(PART) ?? [];
      if (probability === 0 || !part.startsWith(beginning)) continue;
      const rest = part.slice(beginning.length);
      rests.set(rest, (rests.get(rest) ?? 0) + probability);
      total += probability;
    }
  }
  return [...rests]
    .filter(([rest]) => rest !== '')
    .map(([rest, probability]) => ({
      lexeme: lexicon.intern(head + begun + rest),
      probability: ((1 - UNFORESEEN) * probability) / total,
    }));
}

/** The part with which a word ends, if something stands before it. */
function lastPart(word: string): string | undefined {
  const last = word.match(PART)?.at(-1);
  return last !== undefined && last.length < word.length && word.endsWith(last) ? last : undefined;
}

/** A part as it begins words: with a capital, and without. */
function spellings(part: string): readonly string[] {
  const [first = ''] = part;
  const rest = part.slice(first.length);
  return [...new Set([first.toLowerCase() + rest, first.toUpperCase() + rest])];
}
