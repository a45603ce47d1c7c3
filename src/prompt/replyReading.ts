import type { ReplyPart } from './prompt';

/** What has to be known to tell a completion from what a model puts around it. */
export interface ReplySituation {
  /** The text before the cursor, as it was sent. */
  readonly prefix: string;
  readonly language: string;
  /** Texts with which the model ends. */
  readonly stop: readonly string[];
  readonly answerTags?: { readonly open: string; readonly close: string } | undefined;
}

const FENCE = /^\s*```[^\n]*\n/;
const MAY_BECOME_FENCE = /^\s*(?:`{1,2}|```[^\n]*)?$/;
const END_OF_FENCE = /\n[ \t]*```/;
const MARK = /<\|[\w.-]{1,64}\|>/;
const MAY_BECOME_MARK = /<(?:\|[\w.-]{0,64}\|?)?$/;

/** Lines that a model may repeat before it goes on, and how much of them must be there. */
const MOST_REPEATED_LINES = 12;
const LEAST_ON_LINE = 3;
const LEAST_ON_LINES = 10;

/**
 * Which part of `reply` is the completion. Drops what it repeats of the prefix, the fence or tag
 * that it puts around the answer, and all after the end. Undefined while that cannot be told.
 */
export function readReply(
  reply: string,
  finished: boolean,
  situation: ReplySituation,
): ReplyPart | undefined {
  const opened = afterOpening(reply, finished, situation);
  if (!opened) return undefined;
  const repeated = repetition(reply.slice(opened.start), finished, situation.prefix);
  if (repeated === undefined) return undefined;
  const start = opened.start + repeated;
  const end = endOf(reply, start, opened.fenced, situation);
  if (end !== undefined) return { start, end, closed: true };
  const open = finished ? reply.length : safeEnd(reply, start, opened.fenced, situation);
  return { start, end: open, closed: false };
}

/** Where the answer begins after a tag or fence that opens it. */
function afterOpening(
  reply: string,
  finished: boolean,
  { language, answerTags }: ReplySituation,
): { start: number; fenced: boolean } | undefined {
  let start = 0;
  if (answerTags) {
    const begun = reply.trimStart();
    if (begun.startsWith(answerTags.open)) {
      start = reply.length - begun.length + answerTags.open.length;
      // A line of its own for the tag is the model's way of writing, not text of the document.
      if (reply.startsWith('\n', start)) start++;
    } else if (!finished && begun !== '' && answerTags.open.startsWith(begun)) {
      return undefined;
    }
  }
  if (language === 'markdown') return { start, fenced: false };
  const rest = reply.slice(start);
  const fence = FENCE.exec(rest)?.[0];
  if (fence !== undefined) return { start: start + fence.length, fenced: true };
  const undecided = !finished && rest.includes('`') && MAY_BECOME_FENCE.test(rest);
  return undecided ? undefined : { start, fenced: false };
}

/** How much of the beginning of `reply` repeats the end of the prefix. */
function repetition(reply: string, finished: boolean, prefix: string): number | undefined {
  let longest = 0;
  for (const end of repeatableEnds(prefix)) {
    if (end.length > reply.length) {
      if (!finished && end.startsWith(reply)) return undefined;
    } else if (end.length > longest && reply.startsWith(end)) {
      longest = end.length;
    }
  }
  return longest;
}

/** Ends of the prefix that begin where a line does, with its indentation and without. */
function repeatableEnds(prefix: string): string[] {
  const ends: string[] = [];
  let start = prefix.length;
  for (let lines = 1; lines <= MOST_REPEATED_LINES && start >= 0; lines++) {
    start = start === 0 ? -1 : prefix.lastIndexOf('\n', start - 1);
    const end = prefix.slice(start + 1);
    const least = lines === 1 ? LEAST_ON_LINE : LEAST_ON_LINES;
    if (end.replaceAll(/\s/g, '').length < least) continue;
    ends.push(end, end.trimStart());
  }
  return ends;
}

/** Where the model ended its answer; undefined where it has not. */
function endOf(
  reply: string,
  start: number,
  fenced: boolean,
  { stop, answerTags }: ReplySituation,
): number | undefined {
  const answer = reply.slice(start);
  const closers = answerTags ? [answerTags.close, ...stop] : stop;
  const ends = [
    ...closers.map((closer) => answer.indexOf(closer)),
    answer.search(MARK),
    fenced ? answer.search(END_OF_FENCE) : -1,
  ].filter((end) => end !== -1);
  return ends.length === 0 ? undefined : start + Math.min(...ends);
}

/** How much of the reply can be passed on while more may come: not what may begin an end. */
function safeEnd(
  reply: string,
  start: number,
  fenced: boolean,
  { stop, answerTags }: ReplySituation,
): number {
  const answer = reply.slice(start);
  const closers = [
    ...stop,
    ...(answerTags ? [answerTags.close] : []),
    ...(fenced ? ['\n```'] : []),
  ];
  let held = MAY_BECOME_MARK.exec(answer)?.[0].length ?? 0;
  for (const closer of closers) {
    for (let length = Math.min(closer.length - 1, answer.length); length > held; length--) {
      if (answer.endsWith(closer.slice(0, length))) held = length;
    }
  }
  return reply.length - held;
}
