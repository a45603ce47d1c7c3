import type { CompletionRequest } from '../completions/completionRequest';
import { CompletionRecord } from './completionRecord';

/** Of the completions of this session, the latest: what the inspector shows. In memory only. */
export class CompletionHistory {
  private readonly listeners = new Set<() => void>();
  private record: CompletionRecord | undefined;
  private lastId = 0;

  /** @param now Milliseconds on a clock that does not run backwards. */
  constructor(private readonly now: () => number) {}

  get latest(): CompletionRecord | undefined {
    return this.record;
  }

  begin(origin: string, request: CompletionRequest): CompletionRecord {
    const record = new CompletionRecord(++this.lastId, origin, request.model, this.now);
    this.record = record;
    this.changed();
    return record;
  }

  /** Tells the listeners that a record has changed. */
  changed(): void {
    for (const listener of this.listeners) listener();
  }

  /** Calls `listener` after each change, until disposed. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }
}
