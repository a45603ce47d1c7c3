import { ContextMatcher } from './contextMatcher';
import type { ContextTrust } from './contextTrust';
import type { Distribution } from './distribution';
import { Followers } from './followers';
import { LONGEST_CONTEXT, type PositionRange, type Segment } from './segment';

/** A segment that a sequence is predicted from. */
export interface SegmentSource {
  readonly segment: Segment;
  readonly trust: ContextTrust;
  /** Positions that do not count, in ascending order: the text that is being edited. */
  readonly left?: readonly PositionRange[] | undefined;
}

/** One context length: what followed it, in an object that is used again and again. */
class Level {
  readonly scratch = new Followers();
  followers = this.scratch;
  weight = 0;
}

/** Predicts the next lexeme of a sequence from one segment, by contexts of all lengths. */
export class SegmentPredictor {
  private readonly matcher: ContextMatcher;
  private readonly levels = Array.from({ length: LONGEST_CONTEXT }, () => new Level());

  constructor(private readonly source: SegmentSource) {
    this.matcher = new ContextMatcher(source.segment);
  }

  append(lexeme: number): void {
    this.matcher.append(lexeme);
  }

  /** Replaces all that was appended. */
  restart(context: readonly number[]): void {
    this.matcher.restart();
    for (const lexeme of context) this.matcher.append(lexeme);
  }

  /** Takes the last lexeme back: once, and only right after it was appended. */
  takeBack(): void {
    this.matcher.takeBack();
  }

  /**
   * Looks the contexts up that end where the sequence ends.
   *
   * @returns the sum of their weights
   */
  look(): number {
    const { matcher, levels, source } = this;
    let sum = 0;
    let longer: Level | undefined;
    let seenLonger = 0;
    for (let index = levels.length - 1; index >= 0; index--) {
      const level = levels[index];
      if (!level) continue;
      const length = index + 1;
      level.weight = 0;
      if (length > matcher.longest) continue;
      const low = matcher.low(length);
      const high = matcher.high(length);
      // Seen as often as the longer context, it was seen at the same places: the same followed it.
      level.followers =
        longer && high - low === seenLonger
          ? longer.followers
          : source.segment.followers(low, high, length, level.scratch, source.left);
      longer = level;
      seenLonger = high - low;
      const { total, different } = level.followers;
      if (total === 0) continue;
      level.weight = source.trust.weight(length, total, different);
      sum += level.weight;
    }
    return sum;
  }

  /** The weights of what counts less than `least`, which is left out. */
  neglect(least: number): number {
    let neglected = 0;
    for (const level of this.levels) {
      if (level.weight >= least) continue;
      neglected += level.weight;
      level.weight = 0;
    }
    return neglected;
  }

  /** The weight that the contexts give to lexemes of which they do not tell. */
  untold(): number {
    let untold = 0;
    for (const { weight, followers } of this.levels) {
      if (weight > 0) untold += weight * (1 - followers.told / followers.total);
    }
    return untold;
  }

  /** Adds the probability that the contexts give. @param unit what a weight of 1 is worth */
  spread(unit: number, distribution: Distribution): void {
    const { levels } = this;
    for (let index = 0; index < levels.length; index++) {
      const level = levels[index];
      if (!level) continue;
      let { weight } = level;
      const { followers } = level;
      while (levels[index + 1]?.followers === followers) weight += levels[++index]?.weight ?? 0;
      if (weight > 0) distribution.addAll(followers, weight * unit);
    }
  }
}
