import type { Continuation } from './continuation';
import type { LogitAdjustments } from './logitAdjustments';
import { Ranking } from './ranking';
import type { Sampler } from './sampler';
import { alternativesAt, type Token } from './token';
import type { TokenSource } from './tokenSource';
import { BOUNDARY } from './vocabulary';

/** So many candidates are looked at besides those that are told. */
const EXPECTED = 2;

/** Tokens that no grammar constrains. Their log probabilities are those of the model itself. */
export class FreeTokens implements TokenSource {
  readonly complete = false;

  /** @param alternatives at each token; undefined for none */
  constructor(
    private readonly continuation: Continuation,
    private readonly sampler: Sampler,
    private readonly adjustments: LogitAdjustments,
    private readonly alternatives: number | undefined,
  ) {}

  next(mayEnd: boolean): Token | undefined {
    const { continuation, adjustments, alternatives } = this;
    const distribution = continuation.predict();
    const adjusted = adjustments.at(distribution, continuation, mayEnd);
    const ranking = new Ranking(distribution, EXPECTED + (alternatives ?? 0));
    const chosen = this.sampler.choose(ranking, adjusted);
    if (!chosen || chosen.candidate === BOUNDARY) return undefined;
    const token = {
      text: continuation.textOf(chosen.candidate),
      logProbability: Math.log(chosen.probability),
      alternatives:
        alternatives === undefined
          ? null
          : alternativesAt(ranking, continuation, alternatives, chosen),
    };
    adjustments.count(chosen.candidate);
    continuation.take(chosen.candidate);
    return token;
  }
}
