import { lineAfterCursor, lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';
import { BlockExtent } from './blockExtent';
import type { CompletionExtent } from './completionExtent';
import { lexicalRules } from './lexicalRules';
import { ExtentWithText, LineExtent, RestOfLineExtent } from './lineExtent';
import { scanLine, spanAtEnd } from './lineScan';

const OPENS_BLOCK = /(?:[{([:]|=>|->|\b(?:do|then|begin))[ \t]*$/;
const ENDS_STATEMENT = /[;}\])>]\s*$/;

/** What an extent depends on, besides the text. */
export interface ExtentOptions {
  readonly languageId: string;
  /** Whether lines below the cursor's are wanted where a block is written, or always. */
  readonly multiLine: boolean | 'always';
}

/** Chooses the extent for a cursor: a block at an empty line or after its opening, else a line. */
export function extentAt(window: DocumentWindow, options: ExtentOptions): CompletionExtent {
  const line = lineBeforeCursor(window);
  const rest = lineAfterCursor(window).trim();
  if (!options.multiLine) return new RestOfLineExtent();
  const rules = lexicalRules(options.languageId);
  const span = spanAtEnd(window.prefix.slice(0, window.prefix.length - line.length), rules);
  const { span: inside, openQuote } = scanLine(line, rules, span);
  const always = options.multiLine === 'always';
  const isInText = inside !== undefined || openQuote !== undefined;
  if (isInText && !always) return new RestOfLineExtent();
  if (line.trim() === '' && rest === '') {
    return new ExtentWithText(new BlockExtent({ cursor: 'inside', line, span }, rules));
  }
  if (OPENS_BLOCK.test(line) && /^[)\]};,]*$/.test(rest)) {
    return new ExtentWithText(new BlockExtent({ cursor: 'opening', line, span }, rules));
  }
  if (always) return new ExtentWithText(new BlockExtent({ cursor: 'inside', line, span }, rules));
  return rest === '' && ENDS_STATEMENT.test(line) ? new LineExtent() : new RestOfLineExtent();
}
