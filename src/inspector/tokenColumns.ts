import type { ChoiceChunk } from '../completions/completionChunk';

/** The alternatives at a token by their text, as the server sent them. */
export type Alternatives = Readonly<Record<string, number>>;

/**
 * The tokens of one choice, one list for each thing that is known of them, all of one length. Twenty
 * thousand tokens are four lists that way, not twenty thousand objects.
 */
export class TokenColumns {
  private scored = 0;
  private sum = 0;

  constructor(
    readonly texts: string[] = [],
    /** Natural logarithms; null where the server gave none. */
    readonly logProbabilities: (number | null)[] = [],
    readonly alternatives: (Alternatives | null)[] = [],
    /** The ids, with `return_raw_tokens`; they may be fewer than the texts, or the only thing. */
    readonly ids: number[] = [],
  ) {
    for (const each of logProbabilities) this.count(each);
  }

  get length(): number {
    return Math.max(this.texts.length, this.ids.length);
  }

  /** The mean of the log probabilities; undefined where there are none. */
  get mean(): number | undefined {
    return this.scored === 0 ? undefined : this.sum / this.scored;
  }

  /** All texts, one behind the other. */
  get text(): string {
    return this.texts.join('');
  }

  /** A piece without log probabilities counts as one token that nothing is known of. */
  add({ text, tokens, logprobs }: ChoiceChunk): void {
    if (tokens) for (const id of tokens) this.ids.push(id);
    if (logprobs && logprobs.tokens.length > 0) {
      for (const [index, token] of logprobs.tokens.entries()) {
        this.texts.push(token);
        const logProbability = logprobs.token_logprobs[index] ?? null;
        this.logProbabilities.push(logProbability);
        this.count(logProbability);
        this.alternatives.push(logprobs.top_logprobs[index] ?? null);
      }
    } else if (text) {
      this.texts.push(text);
      this.logProbabilities.push(null);
      this.alternatives.push(null);
    }
  }

  private count(logProbability: number | null): void {
    if (logProbability === null) return;
    this.scored++;
    this.sum += logProbability;
  }
}
