import type { AnswerHeaders } from './answerHeaders';

/** Whoever reads a body. */
export interface BodySink {
  /** A piece has come. */
  take(piece: Uint8Array): void;
  /** Nothing more comes; `failure` is what ended the body before its end. */
  end(failure?: Error): void;
}

/** A body on its way. */
export interface IncomingBody {
  /**
   * Hands to `sink` what has come and, from now on, each piece the moment it comes. Who read it
   * before hears no more of it.
   */
  readInto(sink: BodySink): void;
  /** Lets the server wait with the rest. */
  pause(): void;
  resume(): void;
  /** Gives up what has not come yet, which closes the connection. */
  destroy(): void;
}

/** The head of an answer, with its body still to come. */
export interface IncomingAnswer {
  readonly statusCode: number;
  readonly headers: AnswerHeaders;
  readonly body: IncomingBody;
}

/** Passes a body on to whoever reads it, and keeps what comes before someone does. */
export class BodyOutlet implements BodySink {
  private sink: BodySink | undefined;
  private unread: Uint8Array[] = [];
  private ended = false;
  private failure: Error | undefined;

  readInto(sink: BodySink): void {
    this.sink = sink;
    const { unread } = this;
    this.unread = [];
    for (const piece of unread) sink.take(piece);
    if (this.ended) sink.end(this.failure);
  }

  take(piece: Uint8Array): void {
    if (this.sink) this.sink.take(piece);
    else this.unread.push(piece);
  }

  end(failure?: Error): void {
    if (this.ended) return;
    this.ended = true;
    this.failure = failure;
    this.sink?.end(failure);
  }
}
