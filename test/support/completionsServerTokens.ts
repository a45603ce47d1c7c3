import type { LogProbabilities } from '../../src/completions/logProbabilities';

/** A token of the server's text with its log probability and alternatives. */
export interface ServerToken {
  readonly text: string;
  readonly id: number;
  readonly logprob: number;
  /** Where it starts in the choice's text, in UTF-16 code units. */
  readonly offset: number;
}

const WORDS = ['the', ' value', '(', 'return', ' =', '\n', ' new', '.', 'index', ' {', ', ', 'map'];
const LONGEST_TOKEN = 8;

/** Cuts a text into pieces as a byte-pair tokenizer might; joined, they are the text. */
export function tokenize(text: string): string[] {
  const words = text.match(/ ?\p{L}+| ?\d{1,3}|\s*\n+|\s+(?=\s)| ?[^\s\p{L}\d]+|\s+/gu) ?? [];
  return words.flatMap((word) => {
    const characters = Array.from(word);
    const pieces: string[] = [];
    for (let start = 0; start < characters.length; start += LONGEST_TOKEN) {
      pieces.push(characters.slice(start, start + LONGEST_TOKEN).join(''));
    }
    return pieces;
  });
}

/** The tokens of a text in one or more parts; everything about them depends on the text alone. */
export function serverTokens(...parts: readonly string[]): ServerToken[] {
  let offset = 0;
  return parts.flatMap(tokenize).map((piece, index) => {
    const chance = hash(`${index}:${piece}`) / 2 ** 32;
    // Four of five tokens are above -0.2, the others down to -3.
    const logprob = chance < 0.8 ? -0.25 * chance : -0.2 - 14 * (chance - 0.8);
    const token = { text: piece, id: hash(piece) % 128_000, logprob, offset };
    offset += piece.length;
    return token;
  });
}

/** The log probabilities of `token` as the API sends them, with `alternatives` most likely tokens. */
export function logProbabilitiesOf(
  token: ServerToken,
  alternatives: number,
  promptLength: number,
): LogProbabilities {
  const others = WORDS.filter((word) => word !== token.text);
  const first = hash(`${token.offset}:${token.text}`) % others.length;
  const likely: [string, number][] = [[token.text, token.logprob]];
  let rest = 1 - Math.exp(token.logprob);
  for (let index = 0; index < Math.min(alternatives, others.length); index++) {
    rest *= 0.55;
    likely.push([others[(first + index) % others.length] ?? '', Math.log(rest)]);
  }
  likely.sort(([, a], [, b]) => b - a);
  return {
    tokens: [token.text],
    token_logprobs: [token.logprob],
    top_logprobs: [alternatives === 0 ? null : Object.fromEntries(likely.slice(0, alternatives))],
    text_offset: [promptLength + token.offset],
  };
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  // One more round of mixing: short texts differ little otherwise.
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
