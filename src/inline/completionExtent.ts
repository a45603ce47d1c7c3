import { lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';

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
}

/** Blank lines a completion may begin with before it is taken for empty. */
const MOST_LEADING_NEWLINES = 2;
const OPENS_BLOCK = /(?:[{([:]|=>|->|\b(?:do|then|begin))[ \t]*$/;
const ONLY_CLOSERS = /^[ \t]*(?:[)\]}>]|end\b)[)\]}>;,]*[ \t]*$/;

/**
 * Chooses the extent for a cursor: a block at an empty line or after its opening, else a line.
 *
 * @param multiLine Whether lines below the cursor's are wanted at all.
 */
export function extentAt(window: DocumentWindow, multiLine: boolean): CompletionExtent {
  const line = lineBeforeCursor(window);
  if (!multiLine) return new RestOfLineExtent();
  if (line.trim() === '') return new BlockExtent(line.length, 'inside');
  if (OPENS_BLOCK.test(line)) return new BlockExtent(indentation(line), 'opening');
  return new LineExtent();
}

/** Up to the end of the first line that has something on it. */
class LineExtent implements CompletionExtent {
  end(text: string): number | undefined {
    const content = text.search(/\S/);
    if (content === -1) return endOfBlank(text);
    const newline = text.indexOf('\n', content);
    return newline === -1 ? undefined : newline;
  }
}

/** Up to the end of the cursor's line: nothing where the model goes on with the next one. */
class RestOfLineExtent implements CompletionExtent {
  end(text: string): number | undefined {
    const newline = text.indexOf('\n');
    if (newline === -1) return undefined;
    return text.slice(0, newline).trim() === '' ? 0 : newline;
  }
}

/** Up to a blank line, or to where the indentation falls back behind the block's. */
class BlockExtent implements CompletionExtent {
  constructor(
    private readonly indent: number,
    private readonly cursor: 'inside' | 'opening',
  ) {}

  end(text: string): number | undefined {
    const content = text.search(/\S/);
    if (content === -1) return endOfBlank(text);
    let lineEnd = text.indexOf('\n', content);
    while (lineEnd !== -1) {
      const lineStart = lineEnd + 1;
      const nextEnd = text.indexOf('\n', lineStart);
      const line = text.slice(lineStart, nextEnd === -1 ? undefined : nextEnd);
      if (line.trim() === '') return nextEnd === -1 ? undefined : lineEnd;
      if (!this.belongs(line)) {
        if (this.closes(line)) return nextEnd === -1 ? undefined : nextEnd;
        // A closer may still be growing: `}` becomes `});`, `end` becomes `endless`.
        return nextEnd === -1 && this.mayClose(line) ? undefined : lineEnd;
      }
      lineEnd = nextEnd;
    }
    return undefined;
  }

  private belongs(line: string): boolean {
    const indent = indentation(line);
    return this.cursor === 'inside' ? indent >= this.indent : indent > this.indent;
  }

  /** Whether the line closes the block that the cursor's line opened. */
  private closes(line: string): boolean {
    return this.mayClose(line) && ONLY_CLOSERS.test(line);
  }

  private mayClose(line: string): boolean {
    return this.cursor === 'opening' && indentation(line) === this.indent;
  }
}

/** White space alone is no completion: enough of it ends the request with nothing. */
function endOfBlank(text: string): number | undefined {
  return text.split('\n').length - 1 > MOST_LEADING_NEWLINES ? 0 : undefined;
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}
