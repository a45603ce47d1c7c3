import { invalidRequest } from '../../completions/completionError';
import { phrase } from '../../completions/phrase';
import { lex } from '../lexer';
import { logitOf, type LogitWishes } from '../logitAdjustments';
import type { PromptReading } from '../promptReading';
import { type Candidate, Distribution } from '../distribution';
import { Ranking } from '../ranking';
import type { Sampler } from '../sampler';
import type { Sequence } from '../sequence';
import { alternativesAt, END_OF_TEXT, type Token } from '../token';
import type { TokenSource } from '../tokenSource';
import { type Proposal, TextReading } from './textReading';
import { GRAMMAR_WORDS, type GrammarRoot, JSON_GRAMMAR } from './jsonGrammar';

/**
 * The part of the probability that goes to what the model does not propose but the grammar allows:
 * single characters, so that every text of the grammar can be written.
 */
const SPELLING = 0.01;

/** Nothing new is opened where this many characters, or more, would be needed to close all. */
const LONGEST_CLOSING = 512;

/** The characters that a text can be spelled with: ASCII. */
const CHARACTERS = [
  ...['\t', '\n', '\r'],
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)),
];

type Expected = ReturnType<typeof JSON_GRAMMAR.begin>;

interface GrammarOptions {
  readonly root: GrammarRoot;
  /** The most tokens. */
  readonly limit: number;
  readonly prompt: PromptReading;
  /** With all whole lexemes of the prompt in it. */
  readonly sequence: Sequence;
  readonly sampler: Sampler;
  readonly logits: LogitWishes;
  /** At each token; undefined for none. */
  readonly alternatives: number | undefined;
}

/** A text that the grammar allows next, and what it expects then. */
interface Continuation extends Proposal {
  /** undefined for the end of the text. */
  readonly expected: Expected | 'complete' | undefined;
  /** Whether the model proposed it, as a lexeme or the rest of one. */
  readonly isProposed: boolean;
}

/**
 * Tokens that together are a text of a grammar's rule, whatever the model thinks: of the most
 * probable lexemes those that the grammar allows, besides them single characters and the words of
 * the grammar itself. Their probabilities are divided by their sum; these are the log probabilities
 * of the answer. Where the text may end, all that the model expects and the grammar does not allow
 * counts for the end.
 *
 * When the tokens run short, only what can still be closed is allowed, so that the text is always
 * complete. Nothing but a stop sequence cuts it.
 */
export class GrammarTokens implements TokenSource {
  private expected: Expected | 'complete';
  private readonly reading: TextReading;
  private readonly generated = new Map<string, number>();
  private readonly distribution: Distribution;

  /** @throws CompletionError of kind `invalidRequest` if no text of the rule is that short */
  constructor(private readonly options: GrammarOptions) {
    const { root, limit, prompt, sequence } = options;
    const expected = JSON_GRAMMAR.begin(root);
    const shortest = lex(expected.closing).length;
    if (shortest > limit) {
      throw invalidRequest(
        'max_tokens',
        phrase`the shortest text of the grammar's rule ${root} has ${shortest} tokens, and only ${limit} may be written`,
      );
    }
    this.expected = expected;
    this.reading = new TextReading(prompt, sequence);
    this.distribution = new Distribution(prompt.lexicon);
  }

  get complete(): boolean {
    return this.expected === 'complete';
  }

  next(mayEnd: boolean, left: number): Token | undefined {
    if (this.expected === 'complete') return undefined;
    const continuations = this.continuations(this.expected, left);
    const { distribution } = this;
    distribution.clear();
    for (const [index, { probability }] of continuations.entries()) {
      distribution.addCompletion(index, probability);
    }
    const ranking = new Ranking(distribution);
    const chosen = this.options.sampler.choose(ranking, this.adjustments(continuations, mayEnd));
    const continuation = chosen && continuations[~chosen.candidate];
    if (continuation?.expected === undefined) return undefined;
    const textOf = (candidate: Candidate) => continuations[~candidate]?.text ?? '';
    const { alternatives } = this.options;
    const { text, expected, isProposed, probability } = continuation;
    const token = {
      text,
      logProbability: Math.log(probability),
      alternatives:
        alternatives === undefined
          ? null
          : alternativesAt(ranking, { textOf }, alternatives, chosen),
    };
    this.generated.set(text, (this.generated.get(text) ?? 0) + 1);
    this.expected = expected;
    if (expected !== 'complete') this.reading.append(text, isProposed);
    return token;
  }

  /** What may come next, its probabilities summing to 1. */
  private continuations(expected: Expected, left: number): Continuation[] {
    const { proposals, end, probabilityOf } = this.reading.propose();
    const allowed = new Map<string, Continuation>();
    let refused = end;
    let accepted = 0;
    for (const { text, probability } of proposals) {
      const after = allowedAfter(expected, text, left);
      if (after === undefined) refused += probability;
      else {
        accepted += probability;
        allowed.set(text, { text, probability, expected: after, isProposed: true });
      }
    }
    const spelled = spellings(expected).flatMap((text) => {
      if (allowed.has(text)) return [];
      const after = allowedAfter(expected, text, left);
      return after === undefined ? [] : [{ text, expected: after, isProposed: false }];
    });
    const ofEach = spelled.map(({ text }) => probabilityOf(text));
    accepted += ofEach.reduce((sum, probability) => sum + probability, 0);
    const least = (SPELLING * (accepted || 1)) / Math.max(1, spelled.length);
    for (const [index, spelling] of spelled.entries()) {
      const probability = Math.max(ofEach[index] ?? 0, least);
      allowed.set(spelling.text, { ...spelling, probability });
    }
    const ending = { text: END_OF_TEXT, expected: undefined, isProposed: true };
    const all = [...allowed.values()];
    if (expected.mayEnd) all.push({ ...ending, probability: refused });
    const total = all.reduce((sum, { probability }) => sum + probability, 0);
    return all.map((each) => ({ ...each, probability: each.probability / total }));
  }

  /** By the continuations' places. While the text may not end, nothing that ends it is allowed. */
  private adjustments(
    continuations: readonly Continuation[],
    mayEnd: boolean,
  ): Map<Candidate, number> {
    const { frequencyPenalty, presencePenalty, bias } = this.options.logits;
    const adjustments = new Map<Candidate, number>();
    for (const [index, { text, expected }] of continuations.entries()) {
      const times = this.generated.get(text) ?? 0;
      const penalty = times === 0 ? 0 : frequencyPenalty * times + presencePenalty;
      const wished = logitOf(bias.get(expected === undefined ? '' : text) ?? 0);
      const ends = expected === undefined || expected === 'complete';
      const adjustment = !mayEnd && ends ? -Infinity : wished - penalty;
      if (adjustment !== 0) adjustments.set(~index, adjustment);
    }
    return adjustments;
  }
}

/** What is expected after `text`; undefined where it cannot come, or not be closed any more. */
function allowedAfter(
  expected: Expected,
  text: string,
  left: number,
): Expected | 'complete' | undefined {
  const after = expected.afterText(text);
  if (after === undefined || after === 'complete') return after;
  const { closing } = after;
  const longest = Math.max(LONGEST_CLOSING, expected.closing.length);
  if (closing.length > longest) return undefined;
  return closing.length < left || lex(closing).length < left ? after : undefined;
}

/** Every character, the words of the grammar, and the first step of the shortest way to the end. */
function spellings(expected: Expected): string[] {
  const [first = ''] = lex(expected.closing);
  const texts = new Set([...CHARACTERS, ...GRAMMAR_WORDS]);
  if (first !== '') texts.add(first);
  return [...texts];
}
