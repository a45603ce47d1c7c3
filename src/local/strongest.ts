/**
 * Finds the greatest of many scores with a heap of those found so far, the least at its root, in
 * memory that is used again.
 */
export class Strongest {
  private scores = new Float64Array(64);
  private indices = new Int32Array(64);

  /**
   * The indices of the greatest of the first `length` scores, as far as they are above 0, in order; of
   * equal ones, the first comes first.
   *
   * @param most so many at most
   */
  of(all: Float64Array, length: number, most: number): number[] {
    if (most > this.scores.length) {
      this.scores = new Float64Array(most);
      this.indices = new Int32Array(most);
    }
    const { scores, indices } = this;
    let found = 0;
    let index = 0;
    for (; index < length && found < most; index++) {
      const score = all[index] ?? 0;
      if (score <= 0) continue;
      scores[found] = score;
      indices[found++] = index;
    }
    for (let place = (found >>> 1) - 1; place >= 0; place--) {
      this.sink(place, found, scores[place] ?? 0, indices[place] ?? 0);
    }
    let least = scores[0] ?? 0;
    for (; index < length; index++) {
      const score = all[index] ?? 0;
      if (score <= least) continue;
      this.sink(0, found, score, index);
      least = scores[0] ?? 0;
    }
    for (let end = found - 1; end > 0; end--) {
      const [score, index] = [scores[end] ?? 0, indices[end] ?? 0];
      scores[end] = scores[0] ?? 0;
      indices[end] = indices[0] ?? 0;
      this.sink(0, end, score, index);
    }
    return Array.from(indices.subarray(0, found));
  }

  /** Puts what takes the place of the root of a part of the heap where it belongs. */
  private sink(root: number, length: number, score: number, index: number): void {
    const { scores, indices } = this;
    let place = root;
    for (let child = 2 * place + 1; child < length; child = 2 * place + 1) {
      let weaker = scores[child] ?? 0;
      const other = scores[child + 1] ?? 0;
      if (child + 1 < length && other <= weaker) {
        if (other < weaker || (indices[child + 1] ?? 0) > (indices[child] ?? 0)) {
          child++;
          weaker = other;
        }
      }
      if (weaker > score || (weaker === score && (indices[child] ?? 0) < index)) break;
      scores[place] = weaker;
      indices[place] = indices[child] ?? 0;
      place = child;
    }
    scores[place] = score;
    indices[place] = index;
  }
}
