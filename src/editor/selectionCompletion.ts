import * as vscode from 'vscode';
import type { CompletionChunk } from '../completions/completionChunk';
import { type CompletionError, isCompletionError } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import { ENOUGH } from '../completions/enough';
import type { SelectionReply } from './selectionReply';
import { type GeneratedStep, rangeOf } from './generatedStep';
import { PacedCall } from './pacedCall';
import { FRAME, StreamingInsertion } from './streamingInsertion';

/** Which completion of the same selection is wanted. */
export interface Attempt {
  /** 0 for the first, then counted up: each is another sample. */
  readonly number: number;
  /** Text that came before the stream broke off, to be gone on from. */
  readonly continued: string;
}

/** An answer under way. */
export interface SelectionAnswer {
  readonly request: CompletionRequest;
  readonly reply: SelectionReply;
  readonly chunks: AsyncIterable<CompletionChunk>;
}

export type Ask = (attempt: Attempt, signal: AbortSignal) => Promise<SelectionAnswer>;

/**
 * How a completion is doing. `over`: it is part of the document now, as when the person has edited
 * it, or is gone.
 */
export type SelectionState = 'streaming' | 'complete' | 'stopped' | 'failed' | 'over';

/** What the person thinks of a completion. */
export type SelectionDecision = 'accepted' | 'rejected';

/** The completion of one selection: its samples, and the one that stands in the document. */
export class SelectionCompletion implements vscode.Disposable {
  private readonly insertion: StreamingInsertion;
  private readonly subscription: vscode.Disposable;
  private readonly change = new vscode.EventEmitter<void>();
  private readonly samples: string[] = [];
  /** What each sample was asked with. */
  private readonly requests: CompletionRequest[] = [];
  private current = 0;
  private attempts = 0;
  private controller = new AbortController();
  private now: SelectionState = 'streaming';
  private error: CompletionError | undefined;
  private tokens = 0;
  private decided: SelectionDecision | undefined;

  /** Fires when the state, the samples, or the one that is shown have changed. */
  readonly onDidChange = this.change.event;
  /** Fires when the text in the document has changed or moved. */
  readonly onDidMove: vscode.Event<void>;

  /** @param position where the completion goes */
  constructor(
    private readonly step: GeneratedStep,
    position: vscode.Position,
    private readonly ask: Ask,
  ) {
    this.insertion = new StreamingInsertion(step, position);
    this.onDidMove = this.insertion.onDidChange;
    this.subscription = this.insertion.onDidChange(() => {
      if (this.insertion.obstacle) this.leave();
    });
  }

  get state(): SelectionState {
    return this.now;
  }

  /** Undefined until the person has decided, or when he has edited it instead. */
  get decision(): SelectionDecision | undefined {
    return this.decided;
  }

  /** Why it is `failed`. */
  get failure(): CompletionError | undefined {
    return this.error;
  }

  /** Whether the document took no more text. */
  get isRefused(): boolean {
    return this.insertion.obstacle === 'refused';
  }

  /** Whether it is undone together with `other`. */
  sharesStepWith(other: SelectionCompletion): boolean {
    return this.step === other.step;
  }

  get document(): vscode.TextDocument {
    return this.step.document;
  }

  get range(): vscode.Range {
    const { startPlace, endPlace } = this.insertion.range;
    return rangeOf(startPlace, endPlace);
  }

  /** Which sample is shown, counted from 0, of how many. */
  get position(): { readonly index: number; readonly count: number } {
    return { index: this.current, count: this.samples.length };
  }

  /** What the sample that is shown was asked with; undefined until it was. */
  get request(): CompletionRequest | undefined {
    return this.requests[this.current];
  }

  /** How many raw tokens came in place of text. */
  get rawTokens(): number {
    return this.tokens;
  }

  /** Streams the first sample, or another one. Resolves at its end, whatever that is. */
  async stream(): Promise<void> {
    this.current = this.samples.length;
    this.samples.push('');
    await this.receive('');
  }

  /** Another sample in the place of this one; after a failure, the rest of this one. */
  async retry(): Promise<void> {
    if (this.now === 'over' || this.now === 'streaming') return;
    const text = this.samples[this.current] ?? '';
    if (this.now === 'failed' && text !== '') await this.receive(text);
    else if (text === '') await this.receive('');
    else await this.stream();
  }

  /** Shows the sample that is `step` further, round and round. */
  async show(step: 1 | -1): Promise<void> {
    const { length } = this.samples;
    if (this.now === 'streaming' || this.now === 'over' || length < 2) return;
    this.current = (this.current + step + length) % length;
    await this.insert();
  }

  /** Ends the stream; what came stays. */
  stop(): void {
    if (this.now !== 'streaming') return;
    this.controller.abort();
    this.insertion.stop();
    this.become('stopped');
  }

  /** Takes the text out of the document again. */
  async discard(): Promise<void> {
    if (this.now === 'over') return;
    this.controller.abort();
    this.insertion.write('');
    await this.insertion.finish();
    this.decided = 'rejected';
    this.leave();
  }

  /** The text is the person's now. */
  accept(): void {
    if (this.now === 'over') return;
    this.decided = 'accepted';
    this.leave();
  }

  dispose(): void {
    this.controller.abort();
    this.subscription.dispose();
    this.insertion.dispose();
    this.change.dispose();
  }

  private async receive(continued: string): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    this.controller = controller;
    this.error = undefined;
    this.become('streaming');
    const first = this.current;
    // Ends the request where the answer is whole before the stream is.
    const whole = new AbortController();
    let end: SelectionState = 'complete';
    try {
      const ending = AbortSignal.any([signal, whole.signal]);
      const answer = await this.ask({ number: this.attempts++, continued }, ending);
      this.requests[first] = answer.request;
      const take = () => {
        if (!signal.aborted) this.take(first, continued, answer);
      };
      await read(answer, take, signal, whole);
      answer.reply.finish();
      take();
    } catch (error) {
      if (signal.aborted) return;
      end = 'failed';
      if (!isCompletionError(error)) throw error;
      this.error = error;
    } finally {
      await this.insertion.finish();
      if (!signal.aborted) this.become(end);
    }
  }

  private take(first: number, continued: string, { request, reply }: SelectionAnswer): void {
    this.tokens = reply.rawTokens;
    for (const [index, text] of reply.texts.entries()) {
      this.samples[first + index] = continued + text;
      this.requests[first + index] = request;
    }
    this.insertion.write(this.samples[this.current] ?? '');
  }

  private async insert(): Promise<void> {
    this.insertion.write(this.samples[this.current] ?? '');
    await this.insertion.finish();
    this.change.fire();
  }

  private leave(): void {
    this.controller.abort();
    this.insertion.stop();
    this.become('over');
  }

  private become(state: SelectionState): void {
    this.now = state;
    this.change.fire();
  }
}

/** Reads the answer to its end, and has what came so far taken at most once a frame. */
async function read(
  { chunks, reply }: SelectionAnswer,
  take: () => void,
  signal: AbortSignal,
  whole: AbortController,
): Promise<void> {
  // Its text is read from the beginning each time, so not for every token.
  const taking = new PacedCall(FRAME, () => {
    take();
    if (reply.closed) whole.abort(ENOUGH);
  });
  try {
    for await (const chunk of chunks) {
      reply.add(chunk);
      if (signal.aborted || whole.signal.aborted) break;
      taking.soon();
    }
  } finally {
    taking.dispose();
    take();
  }
}
