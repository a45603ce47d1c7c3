import { lineAfterCursor, lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';
import { BlockExtent } from './blockExtent';
import { lexicalRules } from './lexicalRules';
import { scanLine, spanAtEnd } from './lineScan';

/**
 * How much of a streamed completion is wanted: the rest of the line, or, where a block is being
 * written, the block.
 */
export interface CompletionExtent {
  /**
   * Where `text`, the completion so far, is to be cut; undefined while more of it is wanted. The
   * answer never changes once given, so that the stream can be stopped.
   */
  end(text: string): number | undefined;

  /** What ends the completion at the server already, where nothing beyond it can be wanted. */
  readonly stop: string | undefined;
}

/** Blank lines a completion may begin with before it is taken for empty. */
const MOST_LEADING_NEWLINES = 2;
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
    return new BlankExtent(new BlockExtent({ cursor: 'inside', line, span }, rules));
  }
  if (OPENS_BLOCK.test(line) && /^[)\]};,]*$/.test(rest)) {
    return new BlankExtent(new BlockExtent({ cursor: 'opening', line, span }, rules));
  }
  if (always) return new BlankExtent(new BlockExtent({ cursor: 'inside', line, span }, rules));
  return rest === '' && ENDS_STATEMENT.test(line) ? new LineExtent() : new RestOfLineExtent();
}

/** Up to the end of the first line that has something on it. */
class LineExtent implements CompletionExtent {
  readonly stop = undefined;

  end(text: string): number | undefined {
    const content = text.search(/\S/);
    if (content === -1) return endOfBlank(text);
    const newline = text.indexOf('\n', content);
    return newline === -1 ? undefined : newline;
  }
}

/** Up to the end of the cursor's line: nothing where the model goes on with the next one. */
class RestOfLineExtent implements CompletionExtent {
  readonly stop = '\n';

  end(text: string): number | undefined {
    const newline = text.indexOf('\n');
    if (newline === -1) return undefined;
    return text.slice(0, newline).trim() === '' ? 0 : newline;
  }
}

/** A block, and nothing where there is only white space. */
class BlankExtent implements CompletionExtent {
  readonly stop = undefined;

  constructor(private readonly block: BlockExtent) {}

  end(text: string): number | undefined {
    return text.trim() === '' ? endOfBlank(text) : this.block.end(text);
  }
}

/** White space alone is no completion: enough of it ends the request with nothing. */
function endOfBlank(text: string): number | undefined {
  return text.split('\n').length - 1 > MOST_LEADING_NEWLINES ? 0 : undefined;
}
