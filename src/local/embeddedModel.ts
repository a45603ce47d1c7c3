import type { ModelInfo } from '../completions/completionBackend';

/** The one model that the embedded engine offers. */
export const EMBEDDED_MODEL: ModelInfo = { id: 'inkling-embedded', ownedBy: 'inkling' };
