import type { ScoredToken } from '../completions/logProbabilities';
import { lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';
import type { CompletionExtent } from './completionExtent';
import { confidentEnd, type ConfidenceThresholds } from './confidenceGate';
import { foreignTextStart } from './foreignText';
import { repetitionStart } from './repetition';
import { standingLinesStart } from './standingLines';

/** So many lines above the cursor's are looked at for repetition. */
const LINES_ABOVE = 6;

/** A word that has come to its end, or a row of signs that has, or is long. */
const UNCERTAIN_WORD =
  /^\s*(?:[\p{L}\p{N}_$]+(?=[^\p{L}\p{N}_$])|[^\s\p{L}\p{N}_$]{1,3}(?=[\s\p{L}\p{N}_$])|[^\s\p{L}\p{N}_$]{4})/u;
/**
 * A word that is less likely than this will most likely not be typed. In the benchmark of typing,
 * one token in twenty is saved, and hardly any is missed.
 */
const NOT_WORTH_IT = 0.4;

/** All the reasons to stop a stream. */
export class StreamCut {
  private readonly above: readonly string[];

  constructor(
    private readonly window: DocumentWindow,
    private readonly languageId: string,
    private readonly extent: CompletionExtent,
    private readonly thresholds: ConfidenceThresholds,
  ) {
    const { prefix } = window;
    const before = prefix.slice(0, prefix.length - lineBeforeCursor(window).length);
    this.above = before.split('\n').slice(-LINES_ABOVE);
  }

  /**
   * Where the completion so far is to be cut; undefined while more of it is wanted.
   *
   * @param finished Whether `text` is all there is.
   */
  end(text: string, tokens: readonly ScoredToken[], finished: boolean): number | undefined {
    const ends = [
      this.extent.end(text),
      foreignTextStart(text, this.languageId),
      repetitionStart(text, this.above),
      standingLinesStart(text, this.window, finished),
      this.endOfSureText(text, tokens),
    ].filter((end) => end !== undefined);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  /**
   * The end of the word at which the model stops being sure. The word itself is worth having unless it
   * is unlikely: it is shown as soon as the person has typed enough of it.
   */
  private endOfSureText(text: string, tokens: readonly ScoredToken[]): number | undefined {
    const sure = confidentEnd(text, tokens, 0, this.thresholds);
    const leastWorth = Math.min(this.thresholds.floor, NOT_WORTH_IT);
    if (probabilityFrom(sure, tokens) < leastWorth) return sure;
    const uncertain = UNCERTAIN_WORD.exec(text.slice(sure));
    return uncertain ? sure + uncertain[0].length : undefined;
  }
}

/** How likely the tokens are that begin at `start`, in UTF-16 code units, or after it. */
function probabilityFrom(start: number, tokens: readonly ScoredToken[]): number {
  let at = 0;
  let sum = 0;
  for (const { text, logProbability = 0 } of tokens) {
    if (at >= start) sum += logProbability;
    at += text.length;
  }
  return Math.exp(sum);
}
