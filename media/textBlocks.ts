/** Tokens that become elements together: at least so many, and at most where no line ends. */
const LEAST = 100;
const MOST = 150;

/** The text of each token. */
export interface TokenTexts {
  readonly length: number;
  text(index: number): string;
}

/** Tokens one behind the other. */
export interface TokenRun {
  readonly start: number;
  /** The first token that is not among them. */
  readonly end: number;
  /** What of the token before stands behind its line end, and so belongs here. */
  readonly carried: string;
  /** How much of the last token is here; the rest is carried on. */
  readonly cut: number;
}

/** Whole lines of a text. */
export interface TextBlock {
  readonly runs: readonly TokenRun[];
  /** How many lines it has, unless some are wrapped. */
  readonly lines: number;
}

/**
 * Divides a text into blocks of whole lines, which can be laid out and drawn each for itself, and the
 * blocks into runs of tokens. More text changes the last block alone, or adds others.
 */
export function textBlocks(texts: TokenTexts): TextBlock[] {
  const { length } = texts;
  const blocks: TextBlock[] = [];
  let runs: TokenRun[] = [];
  let [start, carried, lines] = [0, '', 1];
  for (let index = 0; index < length; index++) {
    const text = texts.text(index);
    const newline = text.lastIndexOf('\n');
    if (newline !== -1) lines += text.split('\n').length - 1;
    const size = index + 1 - start;
    if (size < LEAST || (newline === -1 && size < MOST)) continue;
    runs.push({ start, end: index + 1, carried, cut: newline === -1 ? text.length : newline + 1 });
    [start, carried] = [index + 1, newline === -1 ? '' : text.slice(newline + 1)];
    if (newline === -1) continue;
    blocks.push({ runs, lines: lines - 1 });
    [runs, lines] = [[], 1];
  }
  if (start < length || carried !== '' || blocks.length + runs.length === 0) {
    runs.push({ start, end: length, carried, cut: Infinity });
  }
  if (runs.length > 0) blocks.push({ runs, lines });
  return blocks;
}
