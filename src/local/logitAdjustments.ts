import type { Continuation } from './continuation';
import type { Candidate, Distribution } from './distribution';
import type { Adjustments } from './sampler';
import { BOUNDARY } from './vocabulary';

/** From this on, a bias forbids a token rather than making it less probable. */
const BAN = -100;

/** What a request wants added to the logits, besides what it forbids. */
export interface LogitWishes {
  /** For each time that a token was generated, taken from its logit. */
  readonly frequencyPenalty: number;
  /** Once for every token that was generated, taken from its logit. */
  readonly presencePenalty: number;
  /** By the token's text ('' for the end of the document), -100 to 100. */
  readonly bias: ReadonlyMap<string, number>;
}

/**
 * Keeps what is to be added to the logits while a choice is generated. Penalties go by what this
 * choice has generated, not by the prompt, which in code repeats itself rightly.
 */
export class LogitAdjustments {
  private readonly generated = new Map<number, number>();

  constructor(private readonly wishes: LogitWishes) {}

  /** Counts a candidate that was chosen. */
  count(candidate: Candidate): void {
    const { frequencyPenalty, presencePenalty } = this.wishes;
    if (frequencyPenalty === 0 && presencePenalty === 0) return;
    const lexeme = candidate < 0 ? ~candidate : candidate;
    this.generated.set(lexeme, (this.generated.get(lexeme) ?? 0) + 1);
  }

  /** @param mayEnd whether the document may end here */
  at(
    distribution: Distribution,
    continuation: Pick<Continuation, 'textOf' | 'find'>,
    mayEnd: boolean,
  ): Adjustments {
    const adjustments = new Map<Candidate, number>();
    const { frequencyPenalty, presencePenalty, bias } = this.wishes;
    for (const [lexeme, times] of this.generated) {
      adjustments.set(lexeme, -frequencyPenalty * times - presencePenalty);
    }
    if (bias.size > 0) this.addBias(adjustments, distribution, continuation);
    if (!mayEnd) adjustments.set(BOUNDARY, -Infinity);
    return adjustments;
  }

  private addBias(
    adjustments: Map<Candidate, number>,
    distribution: Distribution,
    continuation: Pick<Continuation, 'textOf' | 'find'>,
  ): void {
    for (const [text, bias] of this.wishes.bias) {
      const candidate = text === '' ? BOUNDARY : continuation.find(text);
      if (candidate === undefined) continue;
      adjustments.set(candidate, (adjustments.get(candidate) ?? 0) + logitOf(bias));
    }
    for (let index = 0; index < distribution.listedCount; index++) {
      const candidate = distribution.listedCandidate(index);
      if (candidate >= 0) continue;
      const bias = this.wishes.bias.get(continuation.textOf(candidate));
      if (bias !== undefined) adjustments.set(candidate, logitOf(bias));
    }
  }
}

/** What `logit_bias` adds to a logit: -100 is a ban. */
export function logitOf(bias: number): number {
  return bias <= BAN ? -Infinity : bias;
}
