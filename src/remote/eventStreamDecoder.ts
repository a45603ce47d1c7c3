import { CompletionError } from '../completions/completionError';
import { phrase, type Phrase } from '../completions/phrase';
import { ANSWER_LIMITS, type AnswerLimits } from './answerLimits';
import { parseJson } from './json';
import { LineReader } from './lineReader';

/** What the data of the last event of a stream is. */
export const END_MARK = '[DONE]';

export interface StreamEvent {
  /** The event's type, where the server names one. */
  readonly type: string | undefined;
  readonly data: string;
  /** The data as JSON; undefined where it is none. */
  readonly value: unknown;
}

/**
 * Takes whole events, each with its blank line, from `start` of `lines` on in a way of its own, as many
 * as it can. Returns where the first begins that it leaves.
 */
export type EventShortcut = (lines: string, start: number) => number;

/**
 * Turns the bytes of an answer into events. Also takes an answer that is no event stream but a
 * single JSON text: that is one event, at the end.
 *
 * An event ends at a blank line (https://html.spec.whatwg.org/multipage/server-sent-events.html), but
 * a line of data that is a JSON object, or the end mark, is handed on with its own line end: nothing
 * that may follow it in the same event could make other JSON of it, and some servers leave the blank
 * line out or send it later. For this the lines are read here: parsers of event streams wait for the
 * blank line.
 */
export class EventStreamDecoder {
  private readonly reader = new LineReader();
  private received = 0;
  private type: string | undefined;
  /** The lines of data of the event that has begun, and their length. */
  private data: string[] = [];
  private dataLength = 0;
  /** What was handed on of this event before its blank line. */
  private handedOn: string | undefined;
  /** Undefined until the first character that is no space tells what the answer is. */
  private isEventStream: boolean | undefined;
  private whole = '';

  /**
   * @param onEvent called during `push` and `end`, which throw what it throws
   * @param shortcut asked before each event
   */
  constructor(
    private readonly onEvent: (event: StreamEvent) => void,
    private readonly limits: AnswerLimits = ANSWER_LIMITS,
    private readonly shortcut?: EventShortcut,
  ) {}

  /** Whether the answer so far is one JSON text (or something else that is no event stream). */
  get isWholeText(): boolean {
    return this.isEventStream === false;
  }

  /** @throws CompletionError of kind `protocol`, after the events before what is too long */
  push(bytes: Uint8Array): void {
    this.received += bytes.length;
    this.take(this.reader.push(bytes));
    const { event, answer } = this.limits;
    const begun = this.reader.waiting + this.dataLength + this.whole.length;
    if (begun > event) throw tooLong(phrase`a piece of its answer`, event);
    if (this.received > answer) throw tooLong(phrase`an answer`, answer);
  }

  /** Takes what no line end or blank line ended. */
  end(): void {
    this.take(this.reader.end());
    if (this.isWholeText) this.emit(undefined, this.whole);
    else this.endEvent();
  }

  private take(text: string): void {
    const first = this.isEventStream === undefined ? text.trimStart() : text;
    if (first === '') return;
    // A line of an event stream never begins like this, a JSON text or a web page always does.
    this.isEventStream ??= !/^[{[<]/.test(first);
    if (this.isEventStream) this.readLines(first);
    else this.whole += first;
  }

  private readLines(text: string): void {
    let start = 0;
    while (start < text.length) {
      if (this.isBetweenEvents()) start = this.shortcut?.(text, start) ?? start;
      if (start >= text.length) return;
      const found = text.indexOf('\n', start);
      const end = found === -1 ? text.length : found;
      this.readLine(text, start, end);
      start = end + 1;
    }
  }

  private isBetweenEvents(): boolean {
    return this.data.length === 0 && this.type === undefined && this.handedOn === undefined;
  }

  private readLine(text: string, start: number, end: number): void {
    if (start === end) {
      this.endEvent();
      return;
    }
    if (text.startsWith('data:', start)) {
      this.readData(valueFrom(text, start + 5, end));
      return;
    }
    const line = text.slice(start, end);
    const colon = line.indexOf(':');
    const value = colon === -1 ? '' : valueFrom(line, colon + 1, line.length);
    const field = colon === -1 ? line : line.slice(0, colon);
    if (field === 'data') this.readData(value);
    else if (field === 'event') this.readType(value);
    // Older llama.cpp servers send `error: {…}` as a field of its own.
    else if (field === 'error') this.emit('error', value);
  }

  private readData(line: string): void {
    if (this.data.length === 0 && this.handOn(line)) return;
    this.data.push(line);
    this.dataLength += line.length + 1;
  }

  private handOn(line: string): boolean {
    const isObject = line.startsWith('{') && line.endsWith('}');
    const value = isObject ? parseJson(line) : undefined;
    if (value === undefined && line !== END_MARK) return false;
    this.handedOn = line;
    this.onEvent({ type: this.type, data: line, value });
    return true;
  }

  private readType(type: string): void {
    this.type = type === '' ? undefined : type;
    // The type may come after the data, and this one says what the data was.
    if (type === 'error' && this.handedOn !== undefined) this.emit(type, this.handedOn);
  }

  private endEvent(): void {
    const { type, data } = this;
    this.type = undefined;
    this.handedOn = undefined;
    if (data.length === 0) return;
    this.data = [];
    this.dataLength = 0;
    this.emit(type, data.length === 1 ? (data[0] ?? '') : data.join('\n'));
  }

  private emit(type: string | undefined, data: string): void {
    this.onEvent({ type, data, value: parseJson(data) });
  }
}

/** The value of a field: all after the colon but one space. */
function valueFrom(text: string, start: number, end: number): string {
  return text.slice(start < end && text.startsWith(' ', start) ? start + 1 : start, end);
}

/** What is said of an answer that goes beyond a limit, in bytes. */
export function tooLong(what: Phrase, limit: number): CompletionError {
  const size =
    limit < 1024 * 1024 ? phrase`${limit} bytes` : phrase`${Math.round(limit / 1024 / 1024)} MiB`;
  return new CompletionError({
    kind: 'protocol',
    message: phrase`The server sent ${what} that is longer than ${size}, the most that is read.`,
    remedy: phrase`Ask for fewer tokens or alternatives, or check that the endpoint in the settings is a server of the text Completions API.`,
  });
}
