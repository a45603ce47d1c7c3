import type { RequestAllowance } from '../completions/requestAllowance';
import type { CursorPlace } from './cursorPlace';
import type { TypingRhythm } from './typingRhythm';

/**
 * How likely the person must be to rest until the answer is there, for a request to go. Found with
 * the benchmark of typing: the first letters of a word make its completion so much surer that a
 * request within one, in a short rest, yields most.
 */
const REST_WANTED: Readonly<Record<CursorPlace, number>> = {
  pause: 0.4,
  between: 0.5,
  insideWord: 0.25,
  beforeWord: 0.6,
};

/** Where requests are scarce, each must find the person at rest. */
const REST_WANTED_IF_SCARCE = 0.98;
/** So few requests left in the server's budget are few. */
const FEW = 30;
/** Kept for what the person asks for himself, unless there is more within so many milliseconds. */
const RESERVE = 1;
const SOON = 15_000;
/** The steps in which a pause is looked for, and the longest one, in milliseconds. */
const STEP = 25;
const LONGEST_PAUSE = 2_500;
/** Where answers rarely show anything, the longest pause is up to so many times as long. */
const MOST_PATIENT = 3;

export interface Timing {
  readonly place: CursorPlace;
  readonly rhythm: TypingRhythm;
  /** How long an answer is going to take, in milliseconds. */
  readonly answerTime: number;
  readonly allowance: RequestAllowance;
  /** How much requests have to be saved for other reasons: 0 (not at all) to 1. */
  readonly scarcity: number;
  /** How many times as rare as elsewhere an answer is here that shows something. */
  readonly rarity: number;
}

/**
 * How long to wait, in milliseconds, before an automatic request, should no key come meanwhile;
 * undefined if none is to go however long the person rests.
 *
 * The longer a person has rested, the longer he is likely to rest on: so there is a pause after which
 * the answer is likely enough to come before the next key, and worth it. The time since the last key, the editor's
 * own 50 ms among it, counts towards it.
 */
export function pauseBeforeRequest(timing: Timing): number | undefined {
  const { place, rhythm, answerTime, allowance, rarity } = timing;
  const { requests, more = Infinity } = allowance;
  if (requests < RESERVE || (requests === RESERVE && more > SOON)) {
    // One that has to wait anyhow may be worth it where the person still rests by then.
    return allowance.wait > 0 && allowance.wait <= LONGEST_PAUSE ? allowance.wait : undefined;
  }
  const scarcity = Math.max(timing.scarcity, 1 - allowance.requests / FEW);
  const least = REST_WANTED[place];
  // Where that is more than certainty, only the longest pause is long enough.
  const wanted = (least + (REST_WANTED_IF_SCARCE - least) * scarcity) * Math.max(1, rarity);
  const longest = LONGEST_PAUSE * Math.min(MOST_PATIENT, Math.max(1, rarity));
  const rested = Math.min(rhythm.sinceLastKey, longest);
  for (let pause = 0; rested + pause < longest; pause += STEP) {
    if (rhythm.restProbability(place, rested + pause, answerTime) >= wanted) {
      return Math.max(pause, allowance.wait);
    }
  }
  return Math.max(longest - rested, allowance.wait);
}
