import type { Readable } from 'node:stream';

/** How much is read ahead of the consumer before the server has to wait, in bytes. */
const MOST_AHEAD = 256 * 1024;

interface Waiting {
  readonly resolve: (piece: Uint8Array | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The pieces of a body, as they come. Listens for them instead of iterating over the stream, which
 * gives each piece a tick or two later.
 */
export class BodyReader {
  private pieces: Uint8Array[] = [];
  private ahead = 0;
  private waiting: Waiting | undefined;
  private ended = false;
  private failure: Error | undefined;

  constructor(private readonly body: Readable) {
    body
      .on('data', this.onData)
      .on('end', () => {
        this.end();
      })
      .on('error', (error) => {
        this.end(error);
      })
      .on('close', () => {
        this.end(new Error('The body was closed before its end.'));
      });
  }

  /** A piece that is there already. */
  take(): Uint8Array | undefined {
    const piece = this.pieces.shift();
    if (!piece) return undefined;
    this.ahead -= piece.length;
    if (this.ahead < MOST_AHEAD && this.body.isPaused()) this.body.resume();
    return piece;
  }

  /**
   * The next piece; undefined at the end. Rejects with what ended the body before its end.
   */
  next(): Promise<Uint8Array | undefined> {
    const piece = this.take();
    if (piece || (this.ended && !this.failure)) return Promise.resolve(piece);
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  /** Listens no more; what still comes is passed over. */
  release(): void {
    this.body.off('data', this.onData);
    this.pieces = [];
  }

  private readonly onData = (piece: Uint8Array) => {
    const { waiting } = this;
    if (waiting) {
      this.waiting = undefined;
      waiting.resolve(piece);
      return;
    }
    this.pieces.push(piece);
    this.ahead += piece.length;
    if (this.ahead >= MOST_AHEAD) this.body.pause();
  };

  private end(failure?: Error): void {
    if (this.ended) return;
    this.ended = true;
    this.failure = failure;
    if (failure) this.waiting?.reject(failure);
    else this.waiting?.resolve(undefined);
    this.waiting = undefined;
  }
}
