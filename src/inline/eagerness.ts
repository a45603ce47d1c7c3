import type { ConfidenceThresholds } from './confidenceGate';

/** How eager ghost text is to show itself: the one thing a person has to choose. */
export type Eagerness = 'quiet' | 'balanced' | 'eager';

export const EAGERNESS: readonly Eagerness[] = ['quiet', 'balanced', 'eager'];

/*
 * The thresholds are calibrated: a level says how many of the completions shown are to be right, up to
 * where they end. Measured with the embedded engine, whose probabilities are true to 2 points, on the
 * rest of 6,400 lines of four packages, half of which are those of `npm run bench -- engine` ("What
 * each eagerness shows"). A server's model whose probabilities are as true does as well; one that
 * believes itself too much does worse.
 */

/**
 * Of a server's model. Right were 91, 68 and 52 % of what it showed. Below a balanced level's
 * thresholds only the wrong becomes more; above them, more of what a server writes is never shown
 * than the benchmark of typing allows.
 */
export const THRESHOLDS: Readonly<Record<Eagerness, ConfidenceThresholds>> = {
  quiet: { floor: 0.8, line: 0.7, whole: 0.5 },
  balanced: { floor: 0.4, line: 0.3, whole: 0.12 },
  eager: { floor: 0.25, line: 0.12, whole: 0.03 },
};

/**
 * What the embedded engine must be sure of to answer before the server does, which will replace what
 * was wrong. Right were 93, 87 and 72 %.
 */
export const INSTANT_THRESHOLDS: Readonly<Record<Eagerness, ConfidenceThresholds>> = {
  quiet: onlyWhere(0.9, 0.8),
  balanced: onlyWhere(0.75, 0.6),
  eager: onlyWhere(0.5, 0.35),
};

/** Of the embedded engine where nobody else is to answer. Right were 90, 69 and 53 %. */
export const EMBEDDED_THRESHOLDS: Readonly<Record<Eagerness, ConfidenceThresholds>> = {
  quiet: onlyWhere(0.7),
  balanced: onlyWhere(0.35),
  eager: onlyWhere(0.15),
};

/** For completions of one line. */
function onlyWhere(floor: number, line = floor): ConfidenceThresholds {
  return { floor, line, whole: line };
}
