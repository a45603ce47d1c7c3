import { CompletionAccumulator } from '../completions/completionAccumulator';
import type { CompletionBackend } from '../completions/completionBackend';
import { isCompletionError, type CompletionError } from '../completions/completionError';
import { LIMITS, stopSequences, type CompletionRequest } from '../completions/completionRequest';
import { lineAfterCursor, lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';
import type { Prompt } from '../prompt/prompt';
import { extentAt } from './completionExtent';
import { confidentLength } from './confidenceGate';
import { meetSuffix, type FittedCompletion } from './meetSuffix';
import { RequestPause } from './requestPause';
import { ShownCompletion } from './shownCompletion';

/** What the person's settings and the chosen backend say about ghost text. */
export interface GhostTextOptions {
  /** Model and sampling, as they go into the request. */
  readonly parameters: Omit<CompletionRequest, 'prompt' | 'suffix'>;
  /** Whether blocks are completed too, not only the rest of the line. */
  readonly multiLine: boolean;
  /** Ghost text ends where its running probability falls below this (0 to 1). */
  readonly leastProbability: number;
  /** How long to wait for the next keystroke before asking, in milliseconds. */
  readonly delay: number;
}

/** A wish for ghost text at a cursor. */
export interface GhostTextRequest {
  readonly window: DocumentWindow;
  /** The person asked for it, rather than typed. */
  readonly explicit: boolean;
  /** What to tell the model; undefined when nothing may be sent. */
  readonly prompt: (model: string) => Promise<Prompt | undefined>;
  /** Looked up only when memory has no answer: it is a keystroke that waits. */
  readonly options: () => Promise<GhostTextOptions>;
}

/** Hears what the pipeline is doing, to show it. */
export interface PipelineListener {
  thinking(): void;
  idle(): void;
  failed(error: CompletionError): void;
}

const MIDDLE_OF_WORD = /^[\p{L}\p{N}_$]/u;

/** From a cursor to the ghost text to show there. */
export class GhostTextPipeline {
  private readonly shown = new ShownCompletion();
  private readonly pause: RequestPause;
  private underWay = 0;
  private resets = 0;

  /** @param now Milliseconds on a clock that does not run backwards. */
  constructor(
    private readonly backend: CompletionBackend,
    now: () => number,
    private readonly listener: PipelineListener,
  ) {
    this.pause = new RequestPause(now);
  }

  /** Settings, key or server have changed: what was known of them, or is under way, counts no more. */
  reset(): void {
    this.resets++;
    this.shown.forget();
    this.pause.lift();
  }

  /**
   * The ghost text for `request`; undefined for none, also when `signal` aborts. A failure of the
   * backend goes to the listener.
   */
  async complete(
    request: GhostTextRequest,
    signal: AbortSignal,
  ): Promise<FittedCompletion | undefined> {
    const { window, explicit } = request;
    const { resets } = this;
    const remembered = this.shown.remainder(window);
    if (remembered !== undefined) return meetSuffix(remembered, lineAfterCursor(window));
    if (!explicit && (this.pause.active || !worthAsking(window))) return undefined;
    const options = await request.options();
    if (!explicit) await elapsed(options.delay, signal);
    if (signal.aborted) return undefined;
    const isCurrent = () => resets === this.resets && !signal.aborted;
    const text = await this.ask(request, options, signal, isCurrent);
    if (text === undefined || !isCurrent()) return undefined;
    const fitted = meetSuffix(text, lineAfterCursor(window));
    if (fitted.text.trim() === '') return undefined;
    this.shown.remember(window, text);
    return fitted;
  }

  private async ask(
    request: GhostTextRequest,
    options: GhostTextOptions,
    signal: AbortSignal,
    isCurrent: () => boolean,
  ): Promise<string | undefined> {
    this.underWay++;
    this.listener.thinking();
    try {
      const text = await this.stream(request, options, signal);
      this.settle(undefined);
      return text;
    } catch (error) {
      const failure = isCompletionError(error) ? error : undefined;
      this.settle(isCurrent() ? failure : undefined);
      if (failure) return undefined;
      throw error;
    }
  }

  /** One request is over; the listener hears of the failure, or of rest when it was the last. */
  private settle(failure: CompletionError | undefined): void {
    this.underWay--;
    if (failure) {
      this.pause.start(failure);
      this.listener.failed(failure);
    } else if (this.underWay === 0) {
      this.listener.idle();
    }
  }

  /** Reads the stream as far as the extent wants it; leaving the loop stops the request. */
  private async stream(
    request: GhostTextRequest,
    options: GhostTextOptions,
    signal: AbortSignal,
  ): Promise<string> {
    const { window, explicit } = request;
    const extent = extentAt(window, options.multiLine || explicit);
    const completion = new CompletionAccumulator();
    const prompt = await request.prompt(options.parameters.model);
    if (!prompt || signal.aborted) return '';
    const completionRequest = { ...options.parameters, ...prompt.request };
    completionRequest.stop = stopsOf(options.parameters, prompt);
    let text = '';
    for await (const chunk of this.backend.complete(completionRequest, signal)) {
      completion.add(chunk);
      const part = prompt.completionIn(completion.text, false);
      if (!part) continue;
      const inPart = completion.text.slice(part.start, part.end);
      const end = extent.end(inPart);
      text = inPart.slice(0, end);
      if (end !== undefined || part.closed) break;
    }
    if (text === '') {
      const part = prompt.completionIn(completion.text, true);
      text = completion.text.slice(part?.start ?? 0, part?.end ?? 0);
      text = text.slice(0, extent.end(text));
    }
    text = prompt.restore(text);
    const logprobs = completion.choices[0]?.logprobs;
    return text.slice(0, confidentLength(text, logprobs, options.leastProbability)).trimEnd();
  }
}

/** Not inside a word: what follows the cursor there would have to be replaced, not completed. */
function worthAsking(window: DocumentWindow): boolean {
  const after = lineAfterCursor(window);
  return !(MIDDLE_OF_WORD.test(after) && MIDDLE_OF_WORD.test(lineBeforeCursor(window).slice(-1)));
}

/** Resolves after `milliseconds`, or at once when `signal` aborts. */
function elapsed(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}

/** The person's own stops first, then the format's, as many as any server takes. */
function stopsOf(parameters: GhostTextOptions['parameters'], prompt: Prompt): string[] {
  return [...stopSequences(parameters), ...stopSequences(prompt.request)].slice(0, LIMITS.stop);
}
