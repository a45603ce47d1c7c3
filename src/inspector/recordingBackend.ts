import type { CompletionBackend } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionRequest } from '../completions/completionRequest';
import { ForwardingBackend } from '../completions/forwardingBackend';
import type { CompletionHistory } from './completionHistory';

/** A backend that writes all that passes through it into the history, whether it is shown or not. */
export class RecordingBackend extends ForwardingBackend {
  /** @param origin Who asks, in words for the person, such as "Ghost text". */
  constructor(
    backend: CompletionBackend,
    private readonly history: CompletionHistory,
    private readonly origin: string,
  ) {
    super(backend);
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionChunk> {
    const record = this.history.begin(this.origin, request);
    let finished = false;
    try {
      for await (const chunk of this.backend.complete(request, signal)) {
        record.add(chunk);
        this.history.changed();
        yield chunk;
      }
      finished = !signal.aborted;
    } catch (error) {
      record.fail(error);
      throw error;
    } finally {
      // The reader may also have left the loop: then neither the end nor the catch was reached.
      if (!record.ended) record.end(finished ? 'complete' : 'stopped');
      this.history.changed();
    }
  }
}
