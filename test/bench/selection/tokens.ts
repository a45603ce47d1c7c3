/** Tokens a second, and how many in all. */
export const RATE = 2_000;
export const TOKENS = 6_000;

export function tokenText(number: number): string {
  return number % 12 === 11 ? '\n' : ' word';
}

/** How many tokens are due at `time` on the clock by which the first was sent at `began`. */
export function tokensDue(began: number, time: number): number {
  return Math.min(TOKENS, Math.floor(((time - began) / 1000) * RATE));
}
