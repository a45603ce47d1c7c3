import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { ModelInfo } from '../completions/completionBackend';
import { LIMITS } from '../completions/parameterLimits';

/** The one model that the embedded engine offers. */
export const EMBEDDED_MODEL: ModelInfo = { id: 'inkling-embedded', ownedBy: 'inkling' };

export const EMBEDDED_CAPABILITIES: BackendCapabilities = {
  suffix: true,
  logProbabilities: true,
  // It does, but to ask it again costs nothing.
  severalChoices: false,
  rawPrompt: true,
  mostStops: LIMITS.stop,
};
