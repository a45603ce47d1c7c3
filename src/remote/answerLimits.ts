/** How much of an answer is taken before it counts as nonsense, in bytes as they arrive. */
export interface AnswerLimits {
  /** Of one event, and of an answer that is one JSON text. */
  readonly event: number;
  /** Of a whole stream of events. */
  readonly answer: number;
}

/**
 * Far above what is real: a token with 20 alternatives takes about 1 kB, so that an event may hold
 * 16,000 of them and an answer 250,000.
 */
export const ANSWER_LIMITS: AnswerLimits = {
  event: 16 * 1024 * 1024,
  answer: 256 * 1024 * 1024,
};
