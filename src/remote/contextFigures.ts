import type { ContextTokens } from '../completions/completionError';
import type { ServerReport } from './serverReport';

/** `maximum context length is 8192 tokens`, `limit is 8192`, `context size (4096 tokens)`. */
const LIMIT =
  /(?:context (?:length|size|window)|limit)(?: of the model)?(?: is)?(?: only)?(?: of)?[\s:=(]*(\d+)/i;
/** `8872 in the messages`, `5344 in your prompt`, `passed 4900 input tokens`. */
const PROMPT =
  /(\d+) (?:(?:tokens )?(?:in|from) (?:the|your) (?:prompt|messages|input)|(?:input|prompt) tokens)/i;
/** `Current length is 8970`, `requested 9000 tokens`: the prompt and the answer it leaves room for. */
const TOTAL = /(?:requested|resulted in|length is|request \()[\s:]*(\d+)/i;

/**
 * What a server says of a prompt that is too long, in tokens: fields of its own (llama.cpp) or
 * figures in its message. Undefined where it names no limit.
 */
export function contextFigures({ message = '', figures }: ServerReport): ContextTokens | undefined {
  const limit = figures?.limit ?? figure(LIMIT, message);
  if (limit === undefined) return undefined;
  const prompt = figures?.prompt ?? figure(PROMPT, message);
  return { limit, prompt, total: figure(TOTAL, message.replace(LIMIT, '')) };
}

function figure(pattern: RegExp, text: string): number | undefined {
  const [, digits] = pattern.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
