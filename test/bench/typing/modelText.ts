import { seededRandom } from '../../../src/local/random';
import { typedSince } from '../../../src/inline/typedAlong';
import { normal } from './serverModel';
import type { TracedDocument } from './tracedDocument';

/** One token as the model says it. */
export interface ModelToken {
  readonly text: string;
  readonly logProbability: number;
  readonly alternatives: Readonly<Record<string, number>>;
}

/**
 * How likely the model's likeliest token is to be the right one, on average: the beginning of a word
 * is the hardest, above all in prose.
 */
const MEAN_ACCURACY = {
  code: { wordStart: 0.82, wordRest: 0.96, lineBreak: 0.9, other: 0.9 },
  prose: { wordStart: 0.6, wordRest: 0.94, lineBreak: 0.8, other: 0.85 },
} as const;
/** How much that differs from token to token: standard deviation, in units of log odds. */
const SPREAD = 1.8;
/** What the model believes of itself: too much, and not exactly. */
const OVERCONFIDENCE = 1.25;
const MISJUDGEMENT = 0.6;
/** Each letter of a word that is there already halves the chance of getting it wrong, or nearly. */
const PER_LETTER = 0.6;
/** How often the right token is among the alternatives of a wrong one. */
const THOUGHT_OF = 0.5;
/** How often the model writes nothing more where nothing more is written. */
const KNOWS_THE_END = 0.6;

const TOKEN = / ?[\p{L}_$]{1,7}|\d{1,3}|\n[ \t]*| +|[^\p{L}\p{N}\s_$]{1,2}|\s/gu;
const WORD_START = /^ ?[\p{L}_$]/u;

/**
 * What a model would write: what the person truly goes on to write, token by token, until it errs. A
 * token's difficulty is a property of its place, the same for every request that comes by: whether
 * the model gets it right is drawn with the probability that stands for this difficulty, and what the
 * model tells of its certainty is that probability, distorted. So its log probabilities inform, and
 * nothing in them tells an error from a piece of luck. From an error on it goes on with what has
 * followed the same word elsewhere in the document.
 */
export class ModelText {
  constructor(
    private readonly document: TracedDocument,
    private readonly isCode: boolean,
  ) {}

  /** The tokens that it says after `prompt`, `most` at most. */
  tokensAfter(prompt: string, most: number): Generator<ModelToken> {
    // What is true is settled when the question is asked: the person types on meanwhile.
    return this.say(prompt, this.truthAfter(prompt), most);
  }

  private *say(prompt: string, truth: string, most: number): Generator<ModelToken> {
    const line = prompt.slice(prompt.lastIndexOf('\n') + 1);
    const context = prompt.slice(0, prompt.length - line.length);
    let said = '';
    let count = 0;
    let isRight = true;
    let missed = '';
    for (const { text, at } of tokensIn(line + truth)) {
      const typed = Math.max(0, line.length - at);
      if (typed >= text.length) continue;
      if (count++ >= most) return;
      const before = context + (line + truth).slice(0, at);
      const place = this.judge(before, text, typed);
      if (!place.isRight) {
        isRight = false;
        missed = place.hasThoughtOfIt ? text.slice(typed) : '';
        break;
      }
      yield tokenOf(text.slice(typed), place.believed, this.otherToken(before, text, typed));
      said += text.slice(typed);
    }
    if (isRight && this.endsHere(prompt + said)) return;
    for (const { text } of tokensIn(this.elsewhere(prompt + said, truth.slice(said.length)))) {
      if (count++ >= most) return;
      const { believed } = this.judge(prompt + said, text, 0);
      yield tokenOf(
        text,
        believed,
        missed === '' ? this.otherToken(prompt + said, text, 0) : missed,
      );
      missed = '';
      said += text;
    }
  }

  /** What is written after `prompt`, as far as anyone knows: '' where it never comes to be. */
  private truthAfter(prompt: string): string {
    const { prefix } = this.document.window();
    const truth = this.document.continuation();
    const ahead = typedSince(prefix, prompt) ?? typedSince(prefix.slice(-600), prompt.slice(-600));
    if (ahead === undefined || ahead === '') return truth;
    return truth.startsWith(ahead) ? truth.slice(ahead.length) : '';
  }

  private judge(before: string, text: string, typed: number) {
    const random = seededRandom(hash(before.slice(-32) + text), 0);
    const means = this.isCode ? MEAN_ACCURACY.code : MEAN_ACCURACY.prose;
    const begins = WORD_START.test(text) && !/[\p{L}_$]$/u.test(before);
    const kind = begins
      ? 'wordStart'
      : /^[\p{L}_$]/u.test(text)
        ? 'wordRest'
        : text.includes('\n')
          ? 'lineBreak'
          : 'other';
    const cold = sigmoid(logit(means[kind]) + SPREAD * normal(random));
    const accuracy = 1 - (1 - cold) * PER_LETTER ** typed;
    const isRight = random() < accuracy;
    const believed = sigmoid(OVERCONFIDENCE * logit(accuracy) + MISJUDGEMENT * normal(random));
    const hasThoughtOfIt = random() < THOUGHT_OF;
    return { isRight, believed, hasThoughtOfIt };
  }

  /** After the end of a statement, or before other text, a model may see that nothing is missing. */
  private endsHere(before: string): boolean {
    const { suffix } = this.document.window();
    const mayEnd = /[.;:,)\]}>]\s*$/.test(before) || /^[^\n]*\S/.test(suffix);
    return mayEnd && seededRandom(hash(before.slice(-48)), 2)() < KNOWS_THE_END;
  }

  /** What has followed the last word of `before` elsewhere in the document, other than `truth`. */
  private elsewhere(before: string, truth: string): string {
    const { text } = this.document;
    const random = seededRandom(hash(before.slice(-48)), 1);
    const word = /[\p{L}_$]+[^\p{L}_$\n]*$|[^\n]?$/u.exec(before)?.[0] ?? '';
    const from = Math.floor(random() * text.length);
    for (const start of [from, 0]) {
      for (let at = text.indexOf(word, start); at !== -1; at = text.indexOf(word, at + 1)) {
        const following = text.slice(at + word.length, at + word.length + 200);
        if (following !== '' && !truth.startsWith(following.slice(0, 3))) return following;
        if (at > start + 20_000) break;
      }
    }
    return '\n';
  }

  /** Another token that the model has thought of. */
  private otherToken(before: string, text: string, typed: number): string {
    const other = tokensIn(this.elsewhere(before, text))[0]?.text ?? '';
    return other === text ? '' : other.slice(typed);
  }
}

function tokenOf(text: string, believed: number, other: string): ModelToken {
  const probability = Math.min(0.9999, Math.max(0.02, believed));
  const logProbability = Math.log(probability);
  const alternatives: Record<string, number> = { [text]: logProbability };
  if (other !== '' && other !== text) alternatives[other] = Math.log((1 - probability) * 0.4);
  return { text, logProbability, alternatives };
}

function tokensIn(text: string): { readonly text: string; readonly at: number }[] {
  return Array.from(text.matchAll(TOKEN), (match) => ({ text: match[0], at: match.index }));
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}

function sigmoid(value: number): number {
  return Math.min(0.99999, Math.max(0.00001, 1 / (1 + Math.exp(-value))));
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}
