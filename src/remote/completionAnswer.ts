import type { CompletionChunk } from '../completions/completionChunk';
import { CompletionError, isCompletionError } from '../completions/completionError';
import { phrase } from '../completions/phrase';
import type { AnswerLimits } from './answerLimits';
import { ChoiceStream } from './choiceStream';
import type { AnswerForm } from './answerForm';
import type { AnswerHeaders } from './answerHeaders';
import type { BodySink, IncomingBody } from './incomingAnswer';
import { END_MARK, EventStreamDecoder, type StreamEvent } from './eventStreamDecoder';
import { LineDecoder } from './lineDecoder';
import { networkError } from './networkError';
import { refusalError } from './refusal';
import type { RefusedRequest } from './refusedRequest';
import { RepeatedFrame } from './repeatedFrame';
import { readReport, reportIn } from './serverReport';
import { readWireChunk } from './wireChunk';

/** How much may come ahead of the consumer before the server has to wait, in bytes. */
const MOST_AHEAD = 256 * 1024;

export interface AnswerOptions {
  readonly form: AnswerForm;
  readonly request: RefusedRequest;
  readonly headers: AnswerHeaders;
  readonly expectedChoices: number;
  readonly limits: AnswerLimits;
  /** Where the bytes come from. */
  readonly source: Pick<IncomingBody, 'pause' | 'resume'>;
  /** Called with the first chunk. */
  readonly onBegun: (chunk: CompletionChunk) => void;
  /** Called with what ends the answer before its end. */
  readonly onFailed: (failure: CompletionError) => void;
  /** Called when the last choice has finished; a chunk with usage may still follow. */
  readonly onFinished: () => void;
}

/** Reads the body of one answer: from its bytes to completion chunks. */
export class CompletionAnswer implements BodySink {
  private readonly decoder: EventStreamDecoder | LineDecoder;
  private readonly frame: RepeatedFrame;
  private readonly choices = new Map<number, ChoiceStream>();
  private begun = false;
  private finishedChoices = 0;
  /** The chunks that were read and not yet handed out. */
  private ready: CompletionChunk[] = [];
  /** How many bytes have come since chunks were handed out last. */
  private ahead = 0;
  private ended = false;
  private failedWith: CompletionError | undefined;
  private bytesEnded = false;
  /** Whether the server said that this is the end. */
  private saidEnd = false;

  /** Called when there are chunks to take, or when it is over. */
  onReady: () => void = () => undefined;
  /** The first of it: nothing, or the failure that came in its place. */
  readonly beginning: Promise<CompletionError | undefined>;
  private tellBeginning: (failure: CompletionError | undefined) => void = () => undefined;

  constructor(private readonly options: AnswerOptions) {
    const { form, limits } = options;
    this.beginning = new Promise((resolve) => {
      this.tellBeginning = resolve;
    });
    const onEvent = (event: StreamEvent) => {
      this.read(event);
    };
    this.frame = new RepeatedFrame((value) => readWireChunk(value, form));
    this.decoder =
      form.framing === 'lines'
        ? new LineDecoder(onEvent, limits)
        : new EventStreamDecoder(onEvent, limits, (lines, start) => this.readRun(lines, start));
  }

  /** Whether nothing more comes but what is ready. */
  get isOver(): boolean {
    return this.ended;
  }

  /** What ended the answer before its end; what came before it counts all the same. */
  get failure(): CompletionError | undefined {
    return this.failedWith;
  }

  /** The chunks that have come since the last call. */
  takeReady(): readonly CompletionChunk[] {
    const { ready } = this;
    if (ready.length === 0) return [];
    this.ready = [];
    if (this.ahead >= MOST_AHEAD) this.options.source.resume();
    this.ahead = 0;
    return ready;
  }

  take(piece: Uint8Array): void {
    if (this.ended) return;
    this.ahead += piece.length;
    try {
      this.decoder.push(piece);
      if (this.saidEnd) this.finish();
    } catch (error) {
      this.finish(error);
    }
    this.tell();
    // After the consumer has the event: what is learned is of use to the next.
    if (this.frame.hasNoted) {
      setImmediate(() => {
        this.frame.learnNoted();
      });
    }
    if (this.ahead >= MOST_AHEAD) this.options.source.pause();
  }

  end(failure?: Error): void {
    if (this.ended) return;
    this.bytesEnded = true;
    try {
      if (!failure) this.decoder.end();
      this.finish(failure);
    } catch (error) {
      this.finish(error);
    }
    this.tell();
  }

  private tell(): void {
    if (this.ready.length === 0 && !this.ended) return;
    this.tellBeginning(this.begun ? undefined : this.failedWith);
    this.onReady();
  }

  /** Nothing more is read, because all has come or because of `error`. */
  private finish(error?: unknown): void {
    this.ended = true;
    this.failedWith = this.failureBy(error);
    if (this.failedWith) this.options.onFailed(this.failedWith);
    const rest = [...this.choices.values()].flatMap((choice) => choice.end() ?? []);
    // What was held back in case a special token had begun.
    if (rest.length > 0) this.ready.push({ choices: rest });
  }

  private failureBy(error: unknown): CompletionError | undefined {
    const isWhole = this.saidEnd || this.decoder.isWholeText || this.hasFinished();
    if (error === undefined) return isWhole ? undefined : this.truncated();
    // Whatever breaks after the last choice has finished takes nothing from the completion.
    if (this.hasFinished() && isTransportFailure(error)) return undefined;
    return isCompletionError(error) ? error : this.truncated(error);
  }

  private hasFinished(): boolean {
    return this.finishedChoices >= this.options.expectedChoices;
  }

  private read({ type, data, value }: StreamEvent): void {
    if (this.saidEnd || data.trim() === '') return;
    if (data.trim() === END_MARK) {
      this.saidEnd = true;
      return;
    }
    const { isWholeText } = this.decoder;
    // The event that nothing ended may be cut in two.
    if (value === undefined && this.bytesEnded && !isWholeText) return;
    // Such as a ping: not what was asked for, whatever it says.
    if (value === undefined && isOther(type) && !data.startsWith('{')) return;
    const report = type === 'error' ? readReport(data) : reportIn(value);
    const { request, headers } = this.options;
    if (report) throw refusalError({ headers, report }, request);
    if (value === undefined) throw notJson(request, isWholeText);
    const chunk = readWireChunk(value, this.options.form);
    if (!this.begun) this.options.onBegun(chunk);
    this.begun = true;
    if (type === undefined) this.frame.note(data, chunk);
    this.ready.push(this.passOn(chunk));
  }

  /** Reads the events that are like those before them; returns where the first other one begins. */
  private readRun(lines: string, start: number): number {
    const run = this.saidEnd ? undefined : this.frame.take(lines, start);
    if (!run) return start;
    const { choices } = run.chunk;
    // All of one choice, and none is its last.
    const choice = this.choice(choices[0]?.index ?? 0);
    if (run.ordinary === undefined || !choice.pass(run.ordinary))
      run.chunk.choices = choices.map((piece) => choice.add(piece));
    this.ready.push(run.chunk);
    return run.end;
  }

  private passOn(chunk: CompletionChunk): CompletionChunk {
    const before = this.finishedChoices;
    chunk.choices = chunk.choices.map((piece) => {
      const choice = this.choice(piece.index);
      const wasFinished = choice.finished;
      const passed = choice.add(piece);
      if (choice.finished && !wasFinished) this.finishedChoices++;
      return passed;
    });
    if (this.finishedChoices > before && this.hasFinished()) this.options.onFinished();
    return chunk;
  }

  private choice(index: number): ChoiceStream {
    let choice = this.choices.get(index);
    if (!choice) {
      choice = new ChoiceStream(index);
      this.choices.set(index, choice);
    }
    return choice;
  }

  private truncated(cause?: unknown): CompletionError {
    const { origin, requestId } = this.options.request;
    const { code } = networkError(cause, origin);
    return new CompletionError({
      kind: 'truncated',
      message: code
        ? phrase`${origin} broke off its answer before the end (${code}).`
        : phrase`${origin} broke off its answer before the end.`,
      remedy: phrase`Try again; what came is kept.`,
      code,
      requestId,
      retryable: true,
    });
  }
}

/** Whether an event's type is none that a piece of a completion or an error has. */
function isOther(type: string | undefined): boolean {
  return type !== undefined && type !== 'error' && type !== 'message';
}

function isTransportFailure(error: unknown): boolean {
  return !isCompletionError(error) || error.kind === 'timeout';
}

function notJson({ origin, path, requestId }: RefusedRequest, wholeText: boolean): CompletionError {
  return new CompletionError({
    kind: 'protocol',
    message: wholeText
      ? phrase`${origin + path} answered with something that is no completion, such as a web page.`
      : phrase`${origin + path} sent an event that is not JSON.`,
    remedy: phrase`Check that the endpoint in the settings is a server of the text Completions API.`,
    requestId,
  });
}
