import type { PromptContent, PromptFormat } from './formats/promptFormat';
import type { Prompt, PromptPart } from './prompt';
import { type PromptParts, textOf } from './promptParts';
import type { PromptSubject } from './promptSubject';
import { readReply } from './replyReading';
import { withMarkers } from './specialMarkers';

/** The hole of a format that is filled by instruction begins at a line whose number this divides. */
const HOLE_LINES = 8;

/** The texts that have been chosen for a prompt. */
export interface ChosenTexts {
  /** Pieces of context, and the beginning of the current file. */
  readonly pieces: readonly PromptPart[];
  readonly heads: readonly PromptPart[];
  readonly prefix: string;
  readonly suffix: string;
}

/** The prompt that `format` makes of the texts that were chosen. */
export function assembledPrompt(
  format: PromptFormat,
  { pieces, heads, prefix, suffix }: ChosenTexts,
  { language }: Pick<PromptSubject, 'language'>,
  parts: PromptParts,
): Prompt {
  const content: PromptContent = {
    ...{ path: parts.path, language: parts.language },
    context: textOf(pieces),
    head: textOf(heads),
    prefix,
    suffix,
    hole: holeStart(prefix),
  };
  const frame = format.frame(content);
  const shown = frame.flatMap(({ part, text }): readonly PromptPart[] => {
    if (part === 'context') return pieces;
    if (part === 'head') return heads;
    if (part === 'prefix') return [parts.prefix(text)];
    if (part === 'suffix') return [parts.suffix(text, false)];
    return [parts.ofFormat(text)];
  });
  const inField = format.suffixField ? [parts.suffix(suffix, true)] : [];
  const { stop, answerTags, framed = false } = format;
  const situation = { prefix, language, stop, answerTags };
  return {
    request: {
      prompt: textOf(frame),
      ...(format.suffixField && { suffix }),
      ...(stop.length > 0 && { stop }),
    },
    parts: [...shown, ...inField].filter(({ text }) => text !== ''),
    framed,
    completionIn: (reply, finished) => readReply(reply, finished, situation),
    restore: withMarkers,
  };
}

/** The text an empty prompt of `format` has: what the format itself needs. */
export function frameText(format: PromptFormat, { path, language }: PromptParts): string {
  const empty = { path, language, context: '', head: '', prefix: '', suffix: '', hole: 0 };
  return textOf(format.frame(empty));
}

/** Where the hole begins in `prefix`: at a line border, some lines before the cursor. */
function holeStart(prefix: string): number {
  const lines = prefix.split('\n');
  const before = (lines.length - 1) % HOLE_LINES;
  const after = lines.slice(lines.length - 1 - before).join('\n');
  return prefix.length - after.length;
}
