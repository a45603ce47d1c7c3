import type { Candidate, Distribution } from './distribution';
import type { Tier } from './unigrams';

export interface RankedCandidate {
  readonly candidate: Candidate;
  readonly probability: number;
}

/**
 * What is less probable than this part of the most probable candidate is put in order only when it
 * is asked for: few distributions are flat, and few ask for more than the first candidates.
 */
const STRONG = 1 / 1024;

/** Hands out the candidates of a distribution, the most probable first, as far as one asks. */
export class Ranking {
  /** Indices of listed candidates; the strong ones are a binary heap. */
  private readonly heap: Int32Array;
  private readonly weights: Float64Array;
  private heapLength = 0;
  /** Where in `heap` the candidates begin that have no order yet. */
  private weak: number;
  private readonly cursors: TierCursor[];

  constructor(private readonly distribution: Distribution) {
    const { listedCount } = distribution;
    this.heap = new Int32Array(listedCount);
    this.weights = new Float64Array(listedCount);
    let greatest = 0;
    for (let index = 0; index < listedCount; index++) {
      const probability = distribution.listedProbability(index);
      this.weights[index] = probability;
      if (probability > greatest) greatest = probability;
    }
    this.weak = listedCount;
    for (let index = 0; index < listedCount; index++) {
      const isStrong = (this.weights[index] ?? 0) >= greatest * STRONG;
      this.heap[isStrong ? this.heapLength++ : --this.weak] = index;
    }
    this.makeHeap();
    this.cursors = distribution.tiersByKind().map((tiers) => new TierCursor(tiers, distribution));
  }

  /** The most probable candidate not handed out yet; undefined when there is none. */
  next(): RankedCandidate | undefined {
    if (this.heapLength === 0) this.takeWeak();
    const listed = this.heapLength > 0 ? this.weight(0) : -1;
    let best: TierCursor | undefined;
    for (const cursor of this.cursors) {
      if (cursor.lexeme === undefined) continue;
      if (!best || cursor.probability > best.probability) best = cursor;
    }
    if (best?.lexeme !== undefined && best.probability > listed) {
      const ranked = { candidate: best.lexeme, probability: best.probability };
      best.advance();
      return ranked;
    }
    return this.heapLength === 0 ? undefined : this.takeGreatest();
  }

  private takeGreatest(): RankedCandidate {
    const index = this.heap[0] ?? 0;
    this.heapLength--;
    this.heap[0] = this.heap[this.heapLength] ?? 0;
    this.sink(0);
    return {
      candidate: this.distribution.listedCandidate(index),
      probability: this.weights[index] ?? 0,
    };
  }

  private takeWeak(): void {
    this.heap.copyWithin(0, this.weak);
    this.heapLength = this.heap.length - this.weak;
    this.weak = this.heap.length;
    this.makeHeap();
  }

  private makeHeap(): void {
    for (let root = (this.heapLength >>> 1) - 1; root >= 0; root--) this.sink(root);
  }

  private weight(place: number): number {
    return this.weights[this.heap[place] ?? 0] ?? 0;
  }

  private sink(place: number): void {
    const { heap, heapLength } = this;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heapLength) return;
      if (child + 1 < heapLength && this.weight(child + 1) > this.weight(child)) child++;
      if (this.weight(child) <= this.weight(place)) return;
      const index = heap[place] ?? 0;
      heap[place] = heap[child] ?? 0;
      heap[child] = index;
      place = child;
    }
  }
}

/** Walks the lexemes of one kind's tiers that are not listed. */
class TierCursor {
  private tier = 0;
  private member = -1;
  lexeme: number | undefined;
  probability = 0;

  constructor(
    private readonly tiers: readonly Tier[],
    private readonly distribution: Distribution,
  ) {
    this.advance();
  }

  advance(): void {
    for (; this.tier < this.tiers.length; this.tier++, this.member = -1) {
      const tier = this.tiers[this.tier];
      if (!tier) break;
      while (++this.member < tier.lexemes.length) {
        const lexeme = tier.lexemes[this.member] ?? 0;
        if (this.distribution.isOverridden(lexeme)) continue;
        this.lexeme = lexeme;
        this.probability = this.distribution.tierProbability(tier);
        return;
      }
    }
    this.lexeme = undefined;
  }
}
