import type { ConfidenceThresholds } from './confidenceGate';

/** How eager ghost text is to show itself: the one thing a person has to choose. */
export type Eagerness = 'quiet' | 'balanced' | 'eager';

export const EAGERNESS: readonly Eagerness[] = ['quiet', 'balanced', 'eager'];

/**
 * What each level asks of a model. Chosen by judgement: they have not been calibrated against a
 * server's model.
 */
export const THRESHOLDS: Readonly<Record<Eagerness, ConfidenceThresholds>> = {
  quiet: { floor: 0.7, line: 0.5, whole: 0.3 },
  balanced: { floor: 0.4, line: 0.25, whole: 0.1 },
  eager: { floor: 0.1, line: 0.03, whole: 0.005 },
};

/**
 * What the embedded engine must be sure of to answer before the server does. Its probabilities are
 * calibrated (see the benchmark of the engine); these thresholds were chosen by judgement.
 */
export const INSTANT_THRESHOLDS: Readonly<Record<Eagerness, ConfidenceThresholds>> = {
  quiet: { floor: 0.9, line: 0.8, whole: 0.8 },
  balanced: { floor: 0.75, line: 0.6, whole: 0.6 },
  eager: { floor: 0.5, line: 0.35, whole: 0.35 },
};
