import { Distribution } from './distribution';
import { PromptCache } from './promptCache';
import { INTERPOLATION, SegmentPredictor, type SegmentSource } from './segmentPredictor';
import type { Unigrams } from './unigrams';
import { BOUNDARY, type Lexicon } from './vocabulary';

/**
 * How much more a model counts than another one for each lexeme of context that only it has seen.
 * Measured on files held out of the rxjs and ESLint sources: 2, which is one over what interpolation
 * leaves to the base, costs 5 % more bits a lexeme and doubles the calibration error; 1.2 costs 1 %.
 */
const CONFIDENCE = Math.SQRT2;

/** The part of the prompt cache's lowest level that goes by how often a lexeme is in the prompt. */
const LOCAL_FREQUENCY = 0.5;

/** The part of the base distribution that all known lexemes share equally. */
const EQUAL_SHARE = 0.02;

/** What a sequence is predicted from, besides itself. */
export interface Sources {
  readonly segments: readonly SegmentSource[];
  readonly unigrams: Unigrams;
  readonly lexicon: Lexicon;
}

/**
 * A growing text and the probabilities of its next lexeme: interpolated n-gram models of the
 * segments and of the text itself, mixed by how long a context each has seen. The text begins with
 * a document's boundary, and a document's boundary is what ends it.
 *
 * Each prediction depends only on the sources, the suffix and the lexemes before: predicting the
 * lexemes of a text one by one gives the same probabilities as generating it.
 */
export class Sequence {
  private readonly cache: PromptCache;
  private readonly predictors: readonly SegmentPredictor[];
  private readonly distribution: Distribution;
  private last = BOUNDARY;

  /** @param suffix what stands after the sequence: local text too */
  constructor(
    private readonly sources: Sources,
    suffix: readonly number[],
  ) {
    this.cache = new PromptCache(suffix);
    this.predictors = sources.segments.map((source) => new SegmentPredictor(source));
    this.distribution = new Distribution(sources.lexicon);
    this.restart();
  }

  append(lexeme: number): void {
    this.cache.append(lexeme);
    for (const predictor of this.predictors) predictor.append(lexeme);
    this.last = lexeme;
  }

  /** Appends many lexemes, at the price of a few for the segments. */
  appendAll(lexemes: readonly number[]): void {
    for (const lexeme of lexemes) this.cache.append(lexeme);
    this.restart();
  }

  replaceLast(lexeme: number): void {
    this.cache.removeLast();
    this.cache.append(lexeme);
    this.restart();
  }

  private restart(): void {
    const context = this.cache.context();
    for (const predictor of this.predictors) predictor.restart(context);
    this.last = context.at(-1) ?? BOUNDARY;
  }

  /** The probabilities of the next lexeme, valid until the next call. */
  predict(): Distribution {
    const models = [this.cache, ...this.predictors].map((model) => {
      const longest = model.look();
      return { model, longest, weight: CONFIDENCE ** longest };
    });
    const total = models.reduce((sum, { weight }) => sum + weight, 0);
    const shares = models.map(({ model, longest, weight }) => {
      const share = weight / total;
      return { model, share, below: share * (1 - INTERPOLATION) ** longest };
    });
    const below = shares.reduce((sum, share) => sum + share.below, 0);
    this.beginWithBase(below, (shares[0]?.below ?? 0) * LOCAL_FREQUENCY);
    for (const { model, share } of shares) model.spread(share, this.distribution);
    return this.distribution;
  }

  /**
   * @param probability for all lexemes together
   * @param localProbability the part of it for the lexemes of the prompt, by their frequency there
   */
  private beginWithBase(probability: number, localProbability: number): void {
    const { unigrams, lexicon } = this.sources;
    const absorbed = lexicon.absorbedBy(this.last);
    let localOccurrences = 0;
    let localOnly = 0;
    for (const [lexeme, count] of this.cache.counts) {
      if (lexicon.kindOf(lexeme) === absorbed) continue;
      localOccurrences += count;
      if (unigrams.count(lexeme) === 0) localOnly++;
    }
    const learned = unigrams.totalsWithout(absorbed);
    const common = localOccurrences > 0 ? probability - localProbability : probability;
    this.distribution.begin({
      unigrams,
      absorbed,
      perOccurrence: (common * (1 - EQUAL_SHARE)) / learned.occurrences,
      perLexeme: (common * EQUAL_SHARE) / (learned.lexemes + localOnly),
    });
    for (const [lexeme, count] of this.cache.counts) {
      if (lexicon.kindOf(lexeme) === absorbed) continue;
      this.distribution.add(lexeme, (localProbability * count) / localOccurrences);
    }
  }
}
