import type { DocumentWindow } from '../prompt/documentWindow';

/** What an editor puts after the cursor by itself, or takes away as it is typed over. */
const BY_THE_EDITOR = /^[\s)\]}>"'`;]*/;
/** So much of the text before the cursor is compared where two windows begin at different lines. */
const TELLING_PREFIX = 1_000;

/** Where a person stands in a completion along which he types. */
export interface TypedAlong {
  /** How much of the completion has been typed, in UTF-16 code units. */
  readonly consumed: number;
  /** What the editor has indented further than the completion would have. */
  readonly indentedFurther: string;
}

/**
 * How far `now` has come along `text`, which completes `then`; undefined if the person went another
 * way. Brackets that the editor closed and lines that it indented by itself make no difference.
 */
export function typedAlong(
  then: DocumentWindow,
  text: string,
  now: DocumentWindow,
): TypedAlong | undefined {
  const typed = typedSince(then.prefix, now.prefix);
  if (typed === undefined || !suffixAgrees(then.suffix, now.suffix)) return undefined;
  if (text.startsWith(typed)) return { consumed: typed.length, indentedFurther: '' };
  return typed.includes('\n') ? alongLines(text, typed) : undefined;
}

/** What was typed between two prefixes; undefined if the later does not go on from the earlier. */
export function typedSince(then: string, now: string): string | undefined {
  if (now.startsWith(then)) return now.slice(then.length);
  // The window's start moves in steps as the cursor goes down the document.
  const telling = then.slice(-TELLING_PREFIX);
  if (telling.length < TELLING_PREFIX) return undefined;
  const found = now.lastIndexOf(telling);
  return found === -1 ? undefined : now.slice(found + telling.length);
}

/** Compares line by line, the indentation of the last one aside. */
function alongLines(text: string, typed: string): TypedAlong | undefined {
  const lastLine = typed.lastIndexOf('\n') + 1;
  if (!text.startsWith(typed.slice(0, lastLine))) return undefined;
  const typedLine = typed.slice(lastLine);
  const indent = leadingSpace(typedLine);
  const expected = leadingSpace(text.slice(lastLine));
  const content = typedLine.slice(indent.length);
  if (!indent.startsWith(expected)) return undefined;
  const start = lastLine + expected.length;
  if (text[start] === '\n' || !text.startsWith(content, start)) return undefined;
  return { consumed: start + content.length, indentedFurther: indent.slice(expected.length) };
}

function leadingSpace(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function suffixAgrees(then: string, now: string): boolean {
  if (then === now) return true;
  const earlier = then.replace(BY_THE_EDITOR, '');
  const later = now.replace(BY_THE_EDITOR, '');
  if (earlier === later) return true;
  const [shorter, longer] = earlier.length < later.length ? [earlier, later] : [later, earlier];
  // The windows may end at different lines.
  return shorter !== '' && longer.startsWith(shorter) && borderAt(longer, shorter.length);
}

function borderAt(text: string, position: number): boolean {
  return text[position] === '\n' || text[position - 1] === '\n';
}
