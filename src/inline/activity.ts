import type { CompletionError } from '../completions/completionError';
import type { PipelineListener } from './ghostTextRequest';

/** Tells the listener when the backend is at work, when it rests again, and when it has failed. */
export class Activity {
  private underWay = 0;

  constructor(private readonly listener: PipelineListener) {}

  began(): void {
    this.underWay++;
    this.listener.thinking();
  }

  /**
   * @param failure Undefined also where the request was stopped.
   * @param pause Milliseconds until automatic requests go again.
   */
  ended(failure: CompletionError | undefined, pause: number): void {
    this.underWay--;
    if (failure) this.listener.failed(failure, pause);
    else if (this.underWay === 0) this.listener.idle();
  }
}
