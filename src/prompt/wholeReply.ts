import type { Prompt } from './prompt';

/** A prompt whose reply is the completion, all of it and nothing else. */
export function wholeReply(request: Prompt['request']): Prompt {
  return { request, completionIn: ({ length }) => ({ start: 0, end: length, closed: false }) };
}
