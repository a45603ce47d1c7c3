import type { CompletionChunk } from '../completions/completionChunk';
import { CompletionError, isCompletionError } from '../completions/completionError';
import { ChoiceStream } from './choiceStream';
import type { AnswerForm } from './answerForm';
import { EventStreamDecoder, type StreamEvent } from './eventStreamDecoder';
import { parseJson } from './json';
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
  /** Called when the last choice has finished; a chunk with usage may still follow. */
  readonly onFinished: () => void;
}

/** Reads the body of one answer: from its bytes to completion chunks. */
export class CompletionAnswer {
  private readonly decoder: EventStreamDecoder | LineDecoder;
  private readonly choices = new Map<number, ChoiceStream>();

  constructor(private readonly options: AnswerOptions) {
    const { framing } = options.form;
    this.decoder = framing === 'lines' ? new LineDecoder() : new EventStreamDecoder();
  }

  /**
   * The chunks of the answer, each as soon as it is there. What came is yielded before an error is
   * thrown.
   *
   * @throws CompletionError
   */
  async *chunks(
    bytes: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<CompletionChunk, void, undefined> {
    let whole;
    try {
      whole = yield* this.events(bytes);
    } catch (error) {
      yield* this.remainder();
      // Whatever breaks after the last choice has finished takes nothing from the completion.
      if (this.hasFinished() && isTransportFailure(error)) return;
      throw isCompletionError(error) ? error : this.truncated(error);
    }
    yield* this.remainder();
    if (!whole && !this.hasFinished()) throw this.truncated();
  }

  private hasFinished(): boolean {
    const finished = [...this.choices.values()].filter((choice) => choice.finished);
    return finished.length >= this.options.expectedChoices;
  }

  /** Returns whether the server said that this is the end. */
  private async *events(
    bytes: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<CompletionChunk, boolean, undefined> {
    for await (const piece of bytes) {
      for (const event of this.decoder.push(piece)) {
        if (isEndMark(event)) return true;
        yield* this.read(event);
      }
    }
    for (const event of this.decoder.end()) {
      if (isEndMark(event)) return true;
      // An event that no blank line ended may be cut in two.
      if (!this.decoder.isWholeText && parseJson(event.data) === undefined) return false;
      yield* this.read(event);
    }
    return this.decoder.isWholeText;
  }

  private *read({ type, data }: StreamEvent): Generator<CompletionChunk, void, undefined> {
    if (data.trim() === '') return;
    const value = parseJson(data);
    const report = type === 'error' ? readReport(data) : reportIn(value);
    if (report) throw refusalError({ report }, this.options.request);
    if (value === undefined) throw notJson(this.options.request, this.decoder.isWholeText);
    yield this.passOn(readWireChunk(value, this.options.form));
  }

  private passOn(chunk: CompletionChunk): CompletionChunk {
    const wasFinished = this.hasFinished();
    const choices = chunk.choices.map((piece) => this.choice(piece.index).add(piece));
    if (!wasFinished && this.hasFinished()) this.options.onFinished();
    return { ...chunk, choices };
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

function isEndMark({ data }: StreamEvent): boolean {
  return data.trim() === '[DONE]';
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
