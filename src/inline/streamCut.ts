import type { ScoredToken } from '../completions/logProbabilities';
import { lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';
import type { CompletionExtent } from './completionExtent';
import { confidentEnd, type ConfidenceThresholds } from './confidenceGate';
import { foreignTextStart } from './foreignText';
import { repetitionStart } from './repetition';
import { standingLinesStart } from './standingLines';

/** So many lines above the cursor's are looked at for repetition. */
const LINES_ABOVE = 6;

/** A word, or a row of signs, that has come to its end. */
const UNCERTAIN_WORD =
  /^\s*(?:[\p{L}\p{N}_$]+(?=[^\p{L}\p{N}_$])|[^\s\p{L}\p{N}_$]+(?=[\s\p{L}\p{N}_$]))/u;

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
   * The end of the word at which the model stops being sure. The word itself is worth having: it is
   * shown as soon as the person has typed enough of it.
   */
  private endOfSureText(text: string, tokens: readonly ScoredToken[]): number | undefined {
    const sure = confidentEnd(text, tokens, 0, this.thresholds);
    const uncertain = UNCERTAIN_WORD.exec(text.slice(sure));
    return uncertain ? sure + uncertain[0].length : undefined;
  }
}
