import type { AnswerLimits } from './answerLimits';
import { ANSWER_LIMITS } from './answerLimits';
import { tooLong, type StreamEvent } from './eventStreamDecoder';
import { parseJson } from './json';
import { LineReader } from './lineReader';
import { phrase } from '../completions/phrase';

/** Turns the bytes of an answer into its lines, each as soon as its end is there: JSON Lines. */
export class LineDecoder {
  /** Such an answer is a stream, whatever it holds. */
  readonly isWholeText = false;
  private readonly reader = new LineReader();
  private received = 0;

  /** @param onEvent called during `push` and `end`, which throw what it throws */
  constructor(
    private readonly onEvent: (event: StreamEvent) => void,
    private readonly limits: AnswerLimits = ANSWER_LIMITS,
  ) {}

  /** @throws CompletionError of kind `protocol`, after the lines before what is too long */
  push(bytes: Uint8Array): void {
    this.received += bytes.length;
    this.emit(this.reader.push(bytes));
    const { event, answer } = this.limits;
    if (this.reader.waiting > event) throw tooLong(phrase`a piece of its answer`, event);
    if (this.received > answer) throw tooLong(phrase`an answer`, answer);
  }

  /** Takes the line that nothing ended. */
  end(): void {
    this.emit(this.reader.end());
  }

  private emit(lines: string): void {
    for (const data of lines.split('\n')) {
      if (data.trim() !== '') this.onEvent({ type: undefined, data, value: parseJson(data) });
    }
  }
}
