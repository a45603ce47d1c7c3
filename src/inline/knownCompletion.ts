import type { CompletionSource } from '../completions/completionOutcome';
import type { ScoredToken } from '../completions/logProbabilities';
import { lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';
import { tokensAfter } from './alternatives';
import { confidentEnd, type ConfidenceThresholds } from './confidenceGate';
import { lexicalRules } from './lexicalRules';
import { withoutOpenEnd } from './openEnd';
import { otherBeginning } from './otherBeginning';
import { typedAlong, typedSince } from './typedAlong';

/** What is left of a completion where the person is now. */
export interface Remainder {
  /** What is to be shown: whole lines only while more of it may come. */
  readonly text: string;
  /** Whether nothing will be added to `text` here. */
  readonly final: boolean;
  /** Whether the model was asked about what follows here: nothing more is to be had from it. */
  readonly answered: boolean;
  /** Whether the model ended it in a doubt that is past here: asked anew, it would go on. */
  readonly resumable: boolean;
}

/** A completion of one place in a document, as far as it has come. */
export class KnownCompletion {
  private readonly listeners = new Set<() => void>();
  private content = '';
  private scores: readonly ScoredToken[] = [];
  /** The text of all of them, also of those that were cut off. */
  private written = '';
  private streaming = true;

  constructor(
    readonly id: number,
    /** Of which document. */
    readonly document: string,
    private readonly languageId: string,
    readonly window: DocumentWindow,
    readonly source: CompletionSource,
    private readonly thresholds: ConfidenceThresholds,
  ) {}

  get text(): string {
    return this.content;
  }

  /** Its tokens with what the model thought of them; none if it did not tell. */
  get tokens(): readonly ScoredToken[] {
    return this.scores;
  }

  get open(): boolean {
    return this.streaming;
  }

  /** More of it has come; `text` is all of it so far. */
  grow(text: string, tokens: readonly ScoredToken[]): void {
    this.content = text;
    this.scores = tokens;
    this.written = tokens.map((token) => token.text).join('');
    this.changed();
  }

  /** Nothing more will come. */
  close(): void {
    if (!this.streaming) return;
    this.streaming = false;
    this.changed();
  }

  /** Calls `listener` at each change, until what is returned is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Those of its tokens that follow what is typed at `window`; none if that is something else. */
  tokensFrom(window: DocumentWindow): readonly ScoredToken[] {
    const along = typedAlong(this.window, this.content, window);
    return along ? tokensAfter(this.scores, along.consumed) : [];
  }

  /** What of it is to be shown at `window`; undefined if the person went another way. */
  remainder(window: DocumentWindow): Remainder | undefined {
    const along = typedAlong(this.window, this.content, window);
    if (!along && this.open && this.isOvertakenAt(window)) return WAITING;
    if (!along) return this.otherwise(window);
    const { consumed, indentedFurther } = along;
    const end = confidentEnd(this.content, this.scores, consumed, this.thresholds);
    const isCut = end < this.content.length;
    const sure = this.content.slice(consumed, this.endToShow(consumed, end));
    const text = this.open && !isCut ? wholeLines(sure) : sure;
    return {
      text: text.trimEnd().replaceAll('\n', `\n${indentedFurther}`),
      final: !this.open || isCut,
      answered: this.open || consumed === 0 || consumed < this.content.trimEnd().length,
      resumable: !this.open && !isCut && consumed > 0 && this.endsInDoubt,
    };
  }

  /** Whether the model was unsure of something that it wrote, seen from where it was asked. */
  private get endsInDoubt(): boolean {
    const { written, scores } = this;
    return confidentEnd(written, scores, 0, this.thresholds) < written.length;
  }

  /** Where the model has gone on within the line, it opens nothing at `end`. */
  private endToShow(consumed: number, end: number): number {
    const goesOn = end < this.written.length && this.written.charAt(end) !== '\n';
    return goesOn ? this.withoutOpenEnd(this.content, consumed, end) : end;
  }

  private withoutOpenEnd(text: string, from: number, end: number): number {
    const before = lineBeforeCursor(this.window);
    return withoutOpenEnd(text, { from, end, before }, lexicalRules(this.languageId));
  }

  /** The person went another way, which the model has thought of. */
  private otherwise(window: DocumentWindow): Remainder | undefined {
    const other = otherBeginning(this.window, this.content, this.scores, window);
    const along = other && typedAlong(this.window, other.text, window);
    if (!other || !along) return undefined;
    const { consumed } = along;
    const end = confidentEnd(other.text, other.tokens, consumed, this.thresholds);
    const kept = this.withoutOpenEnd(other.text, consumed, end);
    const text = other.text.slice(consumed, kept).trimEnd();
    // What follows that word, the model was not asked.
    return text === '' ? undefined : { text, final: true, answered: false, resumable: false };
  }

  /** Whether `window` may still come to where this completion is of use. */
  mayServe(window: DocumentWindow): boolean {
    if (!this.open) return this.remainder(window) !== undefined;
    return (
      typedAlong(this.window, this.content, window) !== undefined ||
      this.isOvertakenAt(window) ||
      typedSince(window.prefix, this.window.prefix) !== undefined
    );
  }

  /** The person has typed faster than the stream comes, and the same so far. */
  private isOvertakenAt(window: DocumentWindow): boolean {
    const typed = typedSince(this.window.prefix, window.prefix);
    return typed?.startsWith(this.content) === true;
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

const WAITING: Remainder = { text: '', final: false, answered: true, resumable: false };

/** The lines of `text` that have come to their end, if one of them has something on it. */
function wholeLines(text: string): string {
  const lines = text.slice(0, Math.max(0, text.lastIndexOf('\n')));
  return lines.trim() === '' ? '' : lines;
}
