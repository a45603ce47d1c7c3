import type { CompletionError } from '../completions/completionError';
import type { JobMessage } from './protocol';

/** Messages of one job between their arrival and their reader. */
export class MessageQueue {
  private readonly waiting: JobMessage[] = [];
  private ended = false;
  private failure: CompletionError | undefined;
  private wake: () => void = () => undefined;

  add(message: JobMessage): void {
    this.waiting.push(message);
    this.wake();
  }

  /** The reader gets nothing more, not even what has come. */
  end(): void {
    this.ended = true;
    this.wake();
  }

  /** The reader gets what has come, then the error. */
  fail(error: CompletionError): void {
    this.failure = error;
    this.wake();
  }

  /** The messages as they come, for one reader. */
  async *messages(): AsyncGenerator<JobMessage> {
    while (!this.ended) {
      const message = this.waiting.shift();
      if (message) yield message;
      else if (this.failure) throw this.failure;
      else {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    }
  }
}
