import type { CompletionExtent } from './completionExtent';

/** Blank lines a completion may begin with before it is taken for empty. */
const MOST_LEADING_NEWLINES = 2;

/** Up to the end of the first line that has something on it. */
export class LineExtent implements CompletionExtent {
  readonly stop = undefined;

  end(text: string): number | undefined {
    const content = text.search(/\S/);
    if (content === -1) return endOfBlank(text);
    const newline = text.indexOf('\n', content);
    return newline === -1 ? undefined : newline;
  }
}

/** Up to the end of the cursor's line: nothing where the model goes on with the next one. */
export class RestOfLineExtent implements CompletionExtent {
  readonly stop = '\n';

  end(text: string): number | undefined {
    const newline = text.indexOf('\n');
    if (newline === -1) return undefined;
    return text.slice(0, newline).trim() === '' ? 0 : newline;
  }
}

/** As far as another extent goes, and nothing where there is only white space. */
export class ExtentWithText implements CompletionExtent {
  readonly stop = undefined;

  constructor(private readonly extent: CompletionExtent) {}

  end(text: string): number | undefined {
    return text.trim() === '' ? endOfBlank(text) : this.extent.end(text);
  }
}

/** White space alone is no completion: enough of it ends the request with nothing. */
function endOfBlank(text: string): number | undefined {
  return text.split('\n').length - 1 > MOST_LEADING_NEWLINES ? 0 : undefined;
}
