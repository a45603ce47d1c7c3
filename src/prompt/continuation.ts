import type { DocumentWindow } from './documentWindow';
import type { Prompt } from './prompt';

/** The prompt of a text that is to be gone on with, whatever the model. */
export function continuation({ prefix, suffix }: DocumentWindow): Prompt {
  return {
    request: { prompt: prefix, suffix },
    completionIn: (reply) => ({ start: 0, end: reply.length, closed: false }),
  };
}
