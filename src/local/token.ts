import type { LogProbabilities } from '../completions/logProbabilities';
import type { Continuation } from './continuation';
import type { RankedCandidate, Ranking } from './ranking';
import { BOUNDARY } from './vocabulary';

/** How the end of the document appears among the alternatives. No lexeme has this text. */
export const END_OF_TEXT = '<|endoftext|>';

/** A piece of text with what the model thought of it. */
export interface Token {
  readonly text: string;
  /** Natural logarithm of its probability before temperature and top_p; null for none. */
  readonly logProbability: number | null;
  /** The most probable tokens at its place and the token itself; null for none. */
  readonly alternatives: Readonly<Record<string, number>> | null;
}

/** The `count` most probable continuations, and `chosen` if it is not among them. */
export function alternativesAt(
  ranking: Ranking,
  continuation: Pick<Continuation, 'textOf'>,
  count: number,
  chosen: RankedCandidate | undefined,
): Record<string, number> {
  // What has no prototype yet is a table from the start, which is the faster for such keys.
  const alternatives = Object.create(null) as Record<string, number>;
  const add = ({ candidate, probability }: RankedCandidate) => {
    const text = candidate === BOUNDARY ? END_OF_TEXT : continuation.textOf(candidate);
    alternatives[text] = Math.log(probability);
  };
  let chosenIsListed = false;
  for (let rank = 0; rank < count; rank++) {
    const ranked = ranking.at(rank);
    if (!ranked || ranked.probability === 0) break;
    if (ranked.candidate === chosen?.candidate) chosenIsListed = true;
    add(ranked);
  }
  if (chosen && !chosenIsListed) add(chosen);
  Object.setPrototypeOf(alternatives, Object.prototype);
  return alternatives;
}

/** @param offset where the first token starts in the choice's text, in UTF-16 code units */
export function logProbabilitiesOf(tokens: readonly Token[], offset: number): LogProbabilities {
  const offsets: number[] = [];
  for (const { text } of tokens) {
    offsets.push(offset);
    offset += text.length;
  }
  return {
    tokens: tokens.map(({ text }) => text),
    token_logprobs: tokens.map(({ logProbability }) => logProbability),
    top_logprobs: tokens.map(({ alternatives }) => alternatives),
    text_offset: offsets,
  };
}
