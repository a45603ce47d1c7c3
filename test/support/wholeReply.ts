import type { Prompt } from '../../src/prompt/prompt';

/** A prompt whose reply is the completion, all of it and nothing else. */
export function wholeReply(request: Prompt['request']): Prompt {
  return {
    request,
    parts: [],
    framed: false,
    completionIn: ({ length }) => ({ start: 0, end: length, closed: false }),
    restore: (completion) => completion,
  };
}
