import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionAnswer } from './completionAnswer';
import type { Exchange } from './exchange';

/** An answer whose body is on its way. */
export interface OpenedAnswer {
  readonly answer: CompletionAnswer;
  readonly exchange: Pick<Exchange, 'finish' | 'dispose'>;
}

type Step = IteratorResult<CompletionChunk, undefined>;

/** A step that somebody waits for. */
interface WaitingStep {
  readonly resolve: (step: Step) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One completion as its consumer iterates it. By hand: an async generator takes longer to hand a
 * chunk out than it takes to read it, and the consumer has each some turns later.
 */
export class StreamedCompletion implements AsyncIterableIterator<CompletionChunk, undefined> {
  private begun = false;
  private ended = false;
  private opened: OpenedAnswer | undefined;
  private chunks: readonly CompletionChunk[] = [];
  private position = 0;
  private readonly waiting: WaitingStep[] = [];

  /**
   * @param signal ends it silently
   * @param open asks for the answer, when the first chunk is wanted
   */
  constructor(
    private readonly signal: AbortSignal,
    private readonly open: () => Promise<OpenedAnswer>,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Step> {
    const value = this.waiting.length === 0 ? this.nextChunk() : undefined;
    if (value) return Promise.resolve({ done: false, value });
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      if (this.begun || this.isOver) this.settle();
      else void this.begin();
    });
  }

  return(): Promise<Step> {
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  private get isOver(): boolean {
    return this.ended || this.signal.aborted;
  }

  private async begin(): Promise<void> {
    this.begun = true;
    try {
      this.opened = await this.open();
      this.opened.answer.onReady = () => {
        this.settle();
      };
      this.settle();
      if (this.ended) this.end();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Gives those who wait what there is. */
  private settle(): void {
    while (this.waiting.length > 0) {
      const value = this.nextChunk();
      if (value) this.waiting.shift()?.resolve({ done: false, value });
      else if (this.isOver) this.end();
      else if (this.opened?.answer.isOver !== true) return;
      else if (this.opened.answer.failure) this.fail(this.opened.answer.failure);
      else {
        this.opened.exchange.finish();
        this.end();
      }
    }
  }

  /** The next chunk that is there. */
  private nextChunk(): CompletionChunk | undefined {
    if (this.isOver) return undefined;
    if (this.position >= this.chunks.length && this.opened) {
      this.chunks = this.opened.answer.takeReady();
      this.position = 0;
    }
    return this.chunks[this.position++];
  }

  /** Whoever ended it by himself hears of no failure. */
  private fail(error: unknown): void {
    if (!this.isOver) this.waiting.shift()?.reject(error);
    this.end();
  }

  private end(): void {
    this.ended = true;
    this.chunks = [];
    this.opened?.exchange.dispose();
    this.opened = undefined;
    for (const { resolve } of this.waiting.splice(0)) resolve({ done: true, value: undefined });
  }
}
