import type { CompletionBackend } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import type { CompletionRequest } from '../completions/completionRequest';
import { ENOUGH } from '../completions/enough';
import { ForwardingBackend } from '../completions/forwardingBackend';
import type { CompletionHistory } from './completionHistory';
import type { RequestPlace } from './requestNotes';

/** A backend that writes all that passes through it into the history, whether it is shown or not. */
export class RecordingBackend extends ForwardingBackend {
  /**
   * @param origin Who asks, in words for the person, such as "Ghost text".
   * @param place Where the person is, for requests that nobody has described to the history.
   */
  constructor(
    backend: CompletionBackend,
    private readonly history: CompletionHistory,
    private readonly origin: string,
    private readonly place?: () => RequestPlace | undefined,
    /** Whether answers that came to nothing are kept too: such as cost something. */
    private readonly keepsEmpty = true,
  ) {
    super(backend);
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionChunk> {
    const record = this.history.begin(this.origin, request, this.place?.());
    if (!record) {
      yield* this.backend.complete(request, signal);
      return;
    }
    let finished = false;
    try {
      for await (const chunk of this.backend.complete(request, signal)) {
        record.add(chunk);
        this.history.changed(record);
        yield chunk;
      }
      finished = !signal.aborted;
    } catch (error) {
      record.fail(error, this.history.localize);
      throw error;
    } finally {
      // The reader may also have left the loop: then neither the end nor the catch was reached.
      const cancelled = signal.aborted && signal.reason !== ENOUGH;
      if (!record.ended) record.end(finished ? 'complete' : cancelled ? 'cancelled' : 'cut');
      if (this.keepsEmpty || record.failure !== undefined || record.text().trim() !== '') {
        this.history.changed(record);
      } else {
        this.history.forget(record.id);
      }
    }
  }
}
