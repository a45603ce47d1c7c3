import { EQUAL_WEIGHT, LEARNED_WEIGHT, NEGLIGIBLE } from './contextTrust';
import { Distribution } from './distribution';
import { LocalFrequencies } from './localFrequencies';
import { PromptPredictor } from './promptPredictor';
import { PromptText } from './promptText';
import { LONGEST_CONTEXT } from './segment';
import { SegmentPredictor, type SegmentSource } from './segmentPredictor';
import type { Unigrams } from './unigrams';
import type { Lexicon } from './vocabulary';

/** What a sequence is predicted from, besides itself. */
export interface Sources {
  readonly segments: readonly SegmentSource[];
  readonly unigrams: Unigrams;
  readonly lexicon: Lexicon;
}

/**
 * A growing text and the probabilities of its next lexeme: what followed the same contexts in the
 * segments and in the text itself, mixed by how far each context is to be trusted. The text begins
 * with a document's boundary, and a document's boundary is what ends it.
 *
 * Each prediction depends only on the sources, the suffix and the lexemes before: predicting the
 * lexemes of a text one by one gives the same probabilities as generating it.
 */
export class Sequence {
  private readonly text: PromptText;
  private readonly frequencies: LocalFrequencies;
  private readonly segments: readonly SegmentPredictor[];
  private readonly predictors: readonly (PromptPredictor | SegmentPredictor)[];
  private readonly distribution: Distribution;

  /** @param suffix what stands after the sequence: local text too */
  constructor(
    private readonly sources: Sources,
    suffix: readonly number[],
  ) {
    const { lexicon, unigrams } = sources;
    this.text = new PromptText(lexicon, suffix);
    this.frequencies = new LocalFrequencies(this.text, unigrams);
    this.segments = sources.segments.map((source) => new SegmentPredictor(source));
    this.predictors = [new PromptPredictor(this.text), ...this.segments];
    this.distribution = new Distribution(lexicon);
    this.restart();
  }

  append(lexeme: number): void {
    this.text.append(lexeme);
    for (const segment of this.segments) segment.append(lexeme);
  }

  /** Appends many lexemes, at the price of a few for the segments. */
  appendAll(lexemes: readonly number[]): void {
    for (const lexeme of lexemes) this.text.append(lexeme);
    this.restart();
  }

  replaceLast(lexeme: number): void {
    this.text.removeLast();
    this.text.append(lexeme);
    this.restart();
  }

  private restart(): void {
    const context = this.text.end(LONGEST_CONTEXT);
    for (const segment of this.segments) segment.restart(context);
  }

  /** The probabilities of the next lexeme, valid until the next call. */
  predict(): Distribution {
    const { sources, segments, predictors, frequencies, distribution } = this;
    const absorbed = sources.lexicon.absorbedBy(this.text.last);
    const local = frequencies.without(absorbed);
    let weight = local.weight + LEARNED_WEIGHT + EQUAL_WEIGHT;
    for (const predictor of predictors) weight += predictor.look();
    const least = weight * NEGLIGIBLE;
    for (const predictor of predictors) weight -= predictor.neglect(least);
    let learnedWeight = LEARNED_WEIGHT;
    for (const segment of segments) learnedWeight += segment.untold();
    const learned = sources.unigrams.totalsWithout(absorbed);
    distribution.begin({
      unigrams: sources.unigrams,
      absorbed,
      perOccurrence: learnedWeight / weight / learned.occurrences,
      perLexeme: EQUAL_WEIGHT / weight / (learned.lexemes + local.onlyHere),
    });
    frequencies.spread(local.weight / weight, absorbed, distribution);
    for (const predictor of predictors) predictor.spread(1 / weight, distribution);
    return distribution;
  }
}
