import type { CompletionChunk } from '../completions/completionChunk';
import { CompletionError, isCompletionError } from '../completions/completionError';
import type { AnswerLimits } from './answerLimits';
import { ChoiceStream } from './choiceStream';
import type { AnswerForm } from './answerForm';
import { END_MARK, EventStreamDecoder, type StreamEvent } from './eventStreamDecoder';
import { LineDecoder } from './lineDecoder';
import { networkError } from './networkError';
import { refusalError } from './refusal';
import type { RefusedRequest } from './refusedRequest';
import { readReport, reportIn } from './serverReport';
import { readWireChunk } from './wireChunk';

export interface AnswerOptions {
  readonly form: AnswerForm;
  readonly request: RefusedRequest;
  readonly expectedChoices: number;
  readonly limits: AnswerLimits;
  /** Called when the last choice has finished; a chunk with usage may still follow. */
  readonly onFinished: () => void;
}

/** Reads the body of one answer: from its bytes to completion chunks. */
export class CompletionAnswer {
  private readonly decoder: EventStreamDecoder | LineDecoder;
  private readonly choices = new Map<number, ChoiceStream>();
  private finishedChoices = 0;
  /** The chunks that were read and not yet yielded. */
  private ready: CompletionChunk[] = [];
  private bytesEnded = false;
  /** Whether the server said that this is the end. */
  private saidEnd = false;

  constructor(private readonly options: AnswerOptions) {
    const { form, limits } = options;
    const onEvent = (event: StreamEvent) => {
      this.read(event);
    };
    this.decoder =
      form.framing === 'lines'
        ? new LineDecoder(onEvent, limits)
        : new EventStreamDecoder(onEvent, limits);
  }

  /**
   * The chunks of the answer, as many at a time as the bytes that came have made whole: to hand each
   * on by itself through several asynchronous generators costs more than to read it. What came is
   * yielded before an error is thrown.
   *
   * @throws CompletionError
   */
  async *batches(
    bytes: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<CompletionChunk[], void, undefined> {
    let failure: CompletionError | undefined;
    try {
      for await (const piece of bytes) {
        this.decoder.push(piece);
        if (this.ready.length > 0) yield this.takeReady();
        if (this.saidEnd) break;
      }
      if (!this.saidEnd) this.endBytes();
    } catch (error) {
      // Whatever breaks after the last choice has finished takes nothing from the completion.
      const matters = !this.hasFinished() || !isTransportFailure(error);
      if (matters) failure = isCompletionError(error) ? error : this.truncated(error);
    }
    const rest = [...this.takeReady(), ...this.remainder()];
    if (rest.length > 0) yield rest;
    if (failure) throw failure;
    const whole = this.saidEnd || this.decoder.isWholeText || this.hasFinished();
    if (!whole) throw this.truncated();
  }

  private hasFinished(): boolean {
    return this.finishedChoices >= this.options.expectedChoices;
  }

  private takeReady(): CompletionChunk[] {
    const { ready } = this;
    this.ready = [];
    return ready;
  }

  private endBytes(): void {
    this.bytesEnded = true;
    this.decoder.end();
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
    const report = type === 'error' ? readReport(data) : reportIn(value);
    if (report) throw refusalError({ report }, this.options.request);
    if (value === undefined) throw notJson(this.options.request, isWholeText);
    this.ready.push(this.passOn(readWireChunk(value, this.options.form)));
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

  /** What was held back in case a special token had begun. */
  private *remainder(): Generator<CompletionChunk, void, undefined> {
    const choices = [...this.choices.values()].flatMap((choice) => choice.end() ?? []);
    if (choices.length > 0) yield { choices };
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
    const { origin } = this.options.request;
    const { code } = networkError(cause, origin);
    return new CompletionError({
      kind: 'truncated',
      message: `${origin} broke off its answer before the end${code ? ` (${code})` : ''}.`,
      remedy: 'Try again; what came is kept.',
      code,
      retryable: true,
    });
  }
}

function isTransportFailure(error: unknown): boolean {
  return !isCompletionError(error) || error.kind === 'timeout';
}

function notJson({ origin, path }: RefusedRequest, wholeText: boolean): CompletionError {
  return new CompletionError({
    kind: 'protocol',
    message: wholeText
      ? `${origin}${path} answered with something that is no completion, such as a web page.`
      : `${origin}${path} sent an event that is not JSON.`,
    remedy: 'Check that the endpoint in the settings is a server of the text Completions API.',
  });
}
