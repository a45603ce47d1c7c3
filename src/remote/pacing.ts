/** A budget of requests as it stands now. */
export interface Budget {
  /** How many requests it holds when it is full. */
  readonly size: number;
  /** How many are left, fractions included. */
  readonly left: number;
  /** How long after one request the next should come where they are spread, in milliseconds. */
  readonly spacing: number;
  /** How long until one more is left than now, and at least one, in milliseconds. */
  readonly refill: number;
}

/** The part of a budget that is kept for later: what lies above it may go as fast as one types. */
const SPREAD_BELOW = 0.6;

/**
 * How long the next automatic request should wait, in milliseconds. The first ones may go at once;
 * when a budget is on its way down, what is left is spread over the time until there is more.
 *
 * @param sinceLast since the last request went out, in milliseconds
 */
export function paced({ size, left, spacing, refill }: Budget, sinceLast: number): number {
  if (left < 1 && left < size) return refill;
  return left > size * SPREAD_BELOW ? 0 : Math.max(0, spacing - sinceLast);
}
