import { CompletionError } from '../completions/completionError';
import { phrase } from '../completions/phrase';
import type { BodySink, IncomingBody } from './incomingAnswer';

/** How long a server may take, in milliseconds. */
export interface Deadlines {
  /** From sending the request to the first byte of the answer's body. */
  readonly firstByte: number;
  /** From one piece of the body to the next. */
  readonly betweenChunks: number;
  /** For what may come after the last choice has finished, such as usage. */
  readonly afterFinish: number;
  /** From sending the request to the end of the answer, however lively it is. */
  readonly total: number;
}

/** Generous: a local server may load a model first, and who waits no longer aborts. */
export const DEADLINES: Deadlines = {
  firstByte: 120_000,
  betweenChunks: 30_000,
  afterFinish: 2_000,
  total: 900_000,
};

/** Whatever an answer sends after its end has this long to come, so that its connection lives on. */
const DRAIN_TIME = 1_000;

/**
 * One request and its answer: ends when the caller aborts or the server takes too long. Its signal
 * aborts either way, which closes the socket.
 */
export class Exchange {
  /** What the server calls the request, once it has begun to answer. */
  requestId: string | undefined;
  private readonly controller = new AbortController();
  private body: IncomingBody | undefined;
  private bodyBegan = false;
  private finished = false;
  /** Whether something of the server is still to come. */
  private waiting = false;
  /** Whether it has to wait for the consumer. */
  private paused = false;
  /** When something came last, on the clock of `performance`. */
  private lastHeard = 0;
  /** Runs until the silence may be too long: to wind it up with each piece would cost more. */
  private silenceTimer: NodeJS.Timeout | undefined;
  private patience = 0;
  private readonly totalTimer: NodeJS.Timeout;
  private readonly abort = () => {
    this.controller.abort();
  };

  constructor(
    private readonly caller: AbortSignal,
    private readonly deadlines: Deadlines,
    private readonly origin: string,
  ) {
    this.totalTimer = setTimeout(() => {
      this.controller.abort(this.tooSlow());
    }, deadlines.total);
    if (caller.aborted) this.abort();
    else caller.addEventListener('abort', this.abort);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Whether the caller wants no more of it. */
  get aborted(): boolean {
    return this.caller.aborted;
  }

  /**
   * `work`, or the end of this exchange if that comes first: for work that does not notice it at
   * once, such as making a connection.
   */
  untilAborted<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.controller;
    return new Promise<T>((resolve, reject) => {
      const abort = () => {
        reject(signal.reason as Error);
      };
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort);
      work.then(resolve, reject).finally(() => {
        signal.removeEventListener('abort', abort);
      });
    });
  }

  /** A request goes out: the first, or another one because the answer before it was no use. */
  begin(): void {
    if (this.body) this.passOver(this.body);
    this.body = undefined;
    this.bodyBegan = false;
    this.requestId = undefined;
    this.waiting = true;
    this.heard();
  }

  /** Lets the rest of a body go by that nobody wants, so that its connection lives on. */
  passOver(body: IncomingBody): void {
    drain(body);
  }

  /**
   * Hands `body` to `sink` as it comes. It ends with a CompletionError of kind `timeout` where the
   * server takes too long.
   */
  read(body: IncomingBody, sink: BodySink): void {
    this.body = body;
    body.readInto({
      take: (piece) => {
        this.bodyBegan = true;
        this.heard();
        sink.take(piece);
      },
      end: (failure) => {
        this.stopListening();
        sink.end(failure);
      },
    });
  }

  /** Lets the server wait: the consumer is far behind. Its time does not count. */
  pause(): void {
    this.paused = true;
    this.body?.pause();
  }

  resume(): void {
    this.paused = false;
    this.heard();
    this.body?.resume();
  }

  /**
   * Says that the completion is whole. What may still follow has a short deadline, and the
   * connection may serve the next request.
   */
  finish(): void {
    if (this.finished) return;
    this.finished = true;
    this.heard();
  }

  /** Lets go of the connection: for the next request if all is well, else by closing it. */
  dispose(): void {
    this.caller.removeEventListener('abort', this.abort);
    this.stopListening();
    clearTimeout(this.totalTimer);
    if (this.finished && this.body) drain(this.body);
    else this.controller.abort();
  }

  /** From now on the server may be silent for as long as its deadline allows. */
  private heard(): void {
    if (!this.waiting) return;
    const { firstByte, betweenChunks, afterFinish } = this.deadlines;
    const patience = this.finished ? afterFinish : this.bodyBegan ? betweenChunks : firstByte;
    this.lastHeard = performance.now();
    if (this.silenceTimer && patience === this.patience) return;
    this.patience = patience;
    this.listenFor(patience);
  }

  private listenFor(time: number): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => {
      const left = this.lastHeard + this.patience - performance.now();
      if (this.paused) this.listenFor(this.patience);
      else if (left >= 1) this.listenFor(left);
      else this.controller.abort(this.silence());
    }, time);
  }

  private stopListening(): void {
    this.waiting = false;
    clearTimeout(this.silenceTimer);
    this.silenceTimer = undefined;
  }

  private silence(): CompletionError {
    const limit = this.bodyBegan ? this.deadlines.betweenChunks : this.deadlines.firstByte;
    const seconds = Math.round(limit / 100) / 10;
    return new CompletionError({
      kind: 'timeout',
      message: this.bodyBegan
        ? phrase`${this.origin} stopped in the middle of its answer and sent nothing for ${seconds} s.`
        : phrase`${this.origin} did not begin to answer within ${seconds} s.`,
      remedy: phrase`Try again; if it stays like this, choose a faster model or server.`,
      requestId: this.requestId,
      retryable: true,
    });
  }

  private tooSlow(): CompletionError {
    const seconds = Math.round(this.deadlines.total / 100) / 10;
    return new CompletionError({
      kind: 'timeout',
      message: phrase`${this.origin} did not end its answer within ${seconds} s.`,
      remedy: phrase`Ask for fewer tokens, or choose a faster model or server; what came is kept.`,
      requestId: this.requestId,
      retryable: true,
    });
  }
}

function drain(body: IncomingBody): void {
  const timer = setTimeout(() => {
    body.destroy();
  }, DRAIN_TIME);
  timer.unref();
  body.readInto({
    take: () => undefined,
    end: () => {
      clearTimeout(timer);
    },
  });
  body.resume();
}
