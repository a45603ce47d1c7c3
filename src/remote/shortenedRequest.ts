import type { ContextTokens } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import { DEFAULT_MAX_TOKENS } from './requestBody';

/** How much of what should just fit is kept: tokens are not evenly long. */
const MARGIN = 0.95;
/** Where the server names no figures. */
const HALF = 0.5;

/** Marks with which a prompt format begins: without them the model would not know it. */
const OPENING =
  /^(?:<[|｜[][^<>\s]{1,40}[|｜\]]>|<(?:fim_|｜?fim)[^<>\s]{1,20}>|<PRE> ?|\[(?:SUFFIX|PREFIX)\])+/u;

/**
 * `request` with a prompt that a model with so little context should take: cut at its front, at the
 * beginning of a line, since its end is what is continued; a suffix is cut at its end. Undefined
 * where there is nothing to cut.
 *
 * @param context what the server said of it
 */
export function shortenedRequest(
  request: CompletionRequest,
  context: ContextTokens | undefined,
): CompletionRequest | undefined {
  const share = fittingShare(request.max_tokens ?? DEFAULT_MAX_TOKENS, context);
  const { prompt, suffix } = request;
  const longest = longestOf(prompt);
  const length = Math.floor(longest * share);
  if (length < 1 || longest <= 1) return undefined;
  const cut = suffix !== undefined && { suffix: headOf(suffix, Math.floor(suffix.length * share)) };
  return { ...request, prompt: shortened(prompt, length), ...cut };
}

/** The share of the prompt that fits, from 0 to 1. */
function fittingShare(answer: number, context: ContextTokens | undefined): number {
  if (!context) return HALF;
  const { limit, total } = context;
  const prompt = context.prompt ?? (total === undefined ? undefined : total - answer);
  const share = prompt === undefined ? HALF : ((limit - answer) / prompt) * MARGIN;
  return share > 0 && share < 1 ? share : HALF;
}

type Prompt = CompletionRequest['prompt'];

function longestOf(prompt: Prompt): number {
  if (typeof prompt === 'string') return prompt.length;
  let longest = 0;
  for (const part of prompt) {
    if (typeof part === 'number') return prompt.length;
    longest = Math.max(longest, part.length);
  }
  return longest;
}

function shortened(prompt: Prompt, length: number): Prompt {
  if (typeof prompt === 'string') return tailOf(prompt, length);
  const texts: string[] = [];
  const lists: (readonly number[])[] = [];
  for (const part of prompt) {
    if (typeof part === 'string') texts.push(tailOf(part, length));
    else if (typeof part !== 'number') lists.push(part.slice(-length));
    else return prompt.filter((each) => typeof each === 'number').slice(-length);
  }
  return texts.length > 0 ? texts : lists;
}

/** The end of `text`, at most `length` characters, from the beginning of a line where there is one. */
function tailOf(text: string, length: number): string {
  if (text.length <= length) return text;
  const [opening = ''] = OPENING.exec(text) ?? [];
  const from = text.length - Math.max(1, length - opening.length);
  const tail = text.slice(from);
  const line = text.charAt(from - 1) === '\n' ? 0 : tail.indexOf('\n') + 1;
  // A line that is half of it all is not given up for a clean beginning.
  const start = line > 0 && line <= tail.length / 2 ? line : isLowSurrogate(tail, 0) ? 1 : 0;
  return opening + tail.slice(start);
}

/** The beginning of `text`, at most `length` characters, to the end of a line where there is one. */
function headOf(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = text.slice(0, isLowSurrogate(text, length) ? length - 1 : length);
  const line = head.lastIndexOf('\n') + 1;
  return line >= head.length / 2 ? head.slice(0, line) : head;
}

function isLowSurrogate(text: string, index: number): boolean {
  return /[\uDC00-\uDFFF]/.test(text.charAt(index));
}
