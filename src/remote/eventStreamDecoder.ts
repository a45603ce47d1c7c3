import { createParser } from 'eventsource-parser';
import { CompletionError } from '../completions/completionError';

/** Longest event, in characters: far more than the longest chunk with 20 alternatives a token. */
const LONGEST_EVENT = 16 * 1024 * 1024;

export interface StreamEvent {
  /** The event's type, where the server names one. */
  readonly type: string | undefined;
  readonly data: string;
}

/**
 * Turns the bytes of an answer into events, each as soon as the blank line after it is there. Also
 * takes an answer that is no event stream but a single JSON text: that is one event, at the end.
 */
export class EventStreamDecoder {
  private readonly utf8 = new TextDecoder();
  private readonly parser;
  private events: StreamEvent[] = [];
  private endedInCarriageReturn = false;
  private tooLong = false;
  /** Undefined until the first character that is no space tells what the answer is. */
  private isEventStream: boolean | undefined;
  private whole = '';

  constructor(private readonly longestEvent = LONGEST_EVENT) {
    this.parser = createParser({
      maxBufferSize: longestEvent,
      onEvent: ({ event, data }) => {
        this.events.push({ type: event, data });
      },
      onError: ({ type, field, value }) => {
        this.tooLong ||= type === 'max-buffer-size-exceeded';
        // Older llama.cpp servers send `error: {…}` as a field of its own.
        if (field === 'error') this.events.push({ type: 'error', data: value ?? '' });
      },
    });
  }

  /** Whether the answer so far is one JSON text (or something else that is no event stream). */
  get isWholeText(): boolean {
    return this.isEventStream === false;
  }

  /** @throws CompletionError of kind `protocol` after an event that is too long. */
  *push(bytes: Uint8Array): Generator<StreamEvent, void, undefined> {
    yield* this.take(this.utf8.decode(bytes, { stream: true }));
  }

  /** The event that no blank line ended, or the whole text. */
  *end(): Generator<StreamEvent, void, undefined> {
    yield* this.take(this.utf8.decode());
    if (this.isWholeText) yield { type: undefined, data: this.whole };
    else yield* this.take('\n\n');
  }

  private *take(text: string): Generator<StreamEvent, void, undefined> {
    const first = this.isEventStream === undefined ? text.trimStart() : text;
    if (first === '') return;
    // A line of an event stream never begins like this, a JSON text or a web page always does.
    this.isEventStream ??= !/^[{[<]/.test(first);
    if (this.isEventStream) this.parser.feed(this.withLineFeeds(first));
    else this.collect(first);
    const { events } = this;
    this.events = [];
    yield* events;
    if (this.tooLong) throw tooLong();
  }

  /** The parser waits for what follows a carriage return at the end of its input; so give it none. */
  private withLineFeeds(text: string): string {
    const rest = this.endedInCarriageReturn && text.startsWith('\n') ? text.slice(1) : text;
    this.endedInCarriageReturn = text.endsWith('\r');
    return rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest;
  }

  private collect(text: string): void {
    this.whole += text;
    this.tooLong ||= this.whole.length > this.longestEvent;
  }
}

function tooLong(): CompletionError {
  return new CompletionError({
    kind: 'protocol',
    message: 'The server sent an event that is too long to be part of a completion.',
    remedy: 'Check that the endpoint in the settings is a server of the text Completions API.',
  });
}
