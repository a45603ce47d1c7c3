import { EQUAL_WEIGHT, LEARNED_WEIGHT, NEGLIGIBLE } from './contextTrust';
import { Distribution } from './distribution';
import { Indentation } from './indentation';
import { UNIT_MARKS } from './indentationUnit';
import { LexemeKind } from './lexemeKind';
import { LexemesHere } from './lexemesHere';
import { LocalFrequencies } from './localFrequencies';
import { PromptPredictor } from './promptPredictor';
import { PromptText } from './promptText';
import { LONGEST_CONTEXT } from './segment';
import { SegmentPredictor, type SegmentSource } from './segmentPredictor';
import type { Unigrams } from './unigrams';
import type { RequestLexicon } from './newWords';
import { BOUNDARY } from './vocabulary';

/** Where the suffix is less likely to go on than this, it is not asked what would follow. */
const LIKELY = 0.05;

/** What stands after a sequence. */
export interface Suffix {
  /** Its lexemes, without the end of one that the cursor divides: local text too. */
  readonly lexemes: Iterable<number>;
  /** The texts of its first two lexemes, where there are so many. */
  readonly beginning: readonly string[];
  /** Whether it begins where a lexeme begins, so that the sequence can meet it. */
  readonly canBeMet: boolean;
}

/** What a sequence is predicted from, besides itself. */
export interface Sources {
  readonly segments: readonly SegmentSource[];
  readonly unigrams: Unigrams;
  readonly lexicon: RequestLexicon;
  /** What one level of indentation is until the text shows another one; '' if not known. */
  readonly unit: string;
}

/**
 * A growing text and the probabilities of its next lexeme: what followed the same contexts in the
 * segments and in the text itself, mixed by how far each context is to be trusted. The text begins
 * with a document's boundary, and a document's boundary is what ends it.
 *
 * Before a suffix, what ends it is to meet that suffix: of the probability of the lexeme with which the
 * suffix begins, the part that goes on with the suffix's second lexeme belongs to the end.
 *
 * Each prediction depends only on the sources, the suffix and the lexemes before: predicting the
 * lexemes of a text one by one gives the same probabilities as generating it.
 */
export class Sequence {
  /** The lexemes as they are where the sequence ends. */
  readonly here: LexemesHere;
  private readonly text: PromptText;
  private readonly frequencies: LocalFrequencies;
  private readonly segments: readonly SegmentPredictor[];
  private readonly predictors: readonly (PromptPredictor | SegmentPredictor)[];
  private readonly distribution: Distribution;
  /** For what would follow. */
  private readonly ahead: Distribution;
  /** What stands where a file ends. */
  private readonly unitMarks: readonly number[];

  constructor(
    private readonly sources: Sources,
    private readonly suffix: Suffix,
  ) {
    const { lexicon, unigrams, unit } = sources;
    this.unitMarks = [...UNIT_MARKS.keys()].flatMap((mark) => lexicon.find(mark) ?? []);
    this.here = new LexemesHere(lexicon, Indentation.before(unit));
    this.text = new PromptText(lexicon, suffix.lexemes);
    this.frequencies = new LocalFrequencies(this.text, unigrams);
    this.segments = sources.segments.map((source) => new SegmentPredictor(source));
    this.predictors = [new PromptPredictor(this.text), ...this.segments];
    this.distribution = new Distribution(lexicon, this.frequencies);
    this.ahead = new Distribution(lexicon, this.frequencies);
    this.restart();
  }

  append(lexeme: number): void {
    this.here.append(lexeme);
    this.frequencies.add(this.text.append(lexeme));
    for (const segment of this.segments) segment.append(lexeme);
  }

  /** Appends many lexemes, at the price of a few for the segments. */
  appendAll(lexemes: Iterable<number>): void {
    for (const lexeme of lexemes) {
      this.here.append(lexeme);
      this.frequencies.add(this.text.append(lexeme));
    }
    this.restart();
  }

  replaceLast(lexeme: number): void {
    this.here.takeBack();
    this.replaceLastOf(lexeme);
  }

  /** Replaces the last lexeme by the one that has this text there. */
  replaceLastBy(text: string): void {
    this.here.takeBack();
    this.replaceLastOf(this.here.intern(text));
  }

  private replaceLastOf(lexeme: number): void {
    this.here.append(lexeme);
    this.frequencies.remove(this.text.removeLast());
    this.frequencies.add(this.text.append(lexeme));
    this.restart();
  }

  private restart(): void {
    const context = this.text.end(LONGEST_CONTEXT);
    for (const segment of this.segments) segment.restart(context);
  }

  /** The probabilities of the next lexeme, valid until the next call. */
  predict(): Distribution {
    const distribution = this.predictInto(this.distribution);
    const [first, second] = this.suffix.canBeMet ? this.suffix.beginning : [];
    const meets = first === undefined ? undefined : this.here.find(first);
    if (meets === undefined) return distribution;
    if (distribution.probabilityOf(meets) < LIKELY) return distribution;
    distribution.move(meets, BOUNDARY, this.probabilityOfRest(meets, second));
    return distribution;
  }

  /** How likely the suffix is to go on as it does, or to end, if its first lexeme came next. */
  private probabilityOfRest(first: number, second: string | undefined): number {
    // The text's last line ends: there is nothing to go on with.
    if (second === undefined && this.sources.lexicon.kindOf(first) === LexemeKind.newline) return 1;
    this.append(first);
    const probability = this.probabilityAhead(second);
    this.here.takeBack();
    this.frequencies.remove(this.text.removeLast());
    for (const segment of this.segments) segment.takeBack();
    return probability;
  }

  /** @param text of a lexeme; the end of the line where there is none */
  private probabilityAhead(text: string | undefined): number {
    const lexeme = text === undefined ? undefined : this.here.find(text);
    if (text !== undefined && lexeme === undefined) return 0;
    const ahead = this.predictInto(this.ahead);
    return lexeme === undefined ? ahead.listedLineEnds : ahead.probabilityOf(lexeme);
  }

  private predictInto(distribution: Distribution): Distribution {
    const { sources, segments, predictors, frequencies } = this;
    const absorbed = sources.lexicon.absorbedBy(this.text.last);
    const local = frequencies.without(absorbed);
    let weight = local.weight + LEARNED_WEIGHT + EQUAL_WEIGHT;
    for (const predictor of predictors) weight += predictor.look();
    const least = weight * NEGLIGIBLE;
    for (const predictor of predictors) weight -= predictor.neglect(least);
    let learnedWeight = LEARNED_WEIGHT;
    for (const segment of segments) learnedWeight += segment.untold();
    const learned = sources.unigrams.totalsWithout(absorbed);
    frequencies.share = local.weight / weight;
    distribution.begin({
      unigrams: sources.unigrams,
      absorbed,
      perOccurrence: learnedWeight / weight / learned.occurrences,
      perLexeme: EQUAL_WEIGHT / weight / (learned.lexemes + local.onlyHere),
    });
    for (const predictor of predictors) predictor.spread(1 / weight, distribution);
    for (const mark of this.unitMarks) distribution.move(mark, BOUNDARY, 1);
    distribution.exclude(this.here.excluded);
    return distribution;
  }
}
