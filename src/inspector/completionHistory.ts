import type { CompletionRequest } from '../completions/completionRequest';
import { CompletionRecord } from './completionRecord';

/** Completions kept; the oldest go first. */
const CAPACITY = 100;

/** The completions of this session, in memory only. */
export class CompletionHistory {
  private readonly records: CompletionRecord[] = [];
  private readonly listeners = new Set<() => void>();
  private lastId = 0;

  /** @param now Milliseconds on a clock that does not run backwards. */
  constructor(private readonly now: () => number) {}

  get latest(): CompletionRecord | undefined {
    return this.records.at(-1);
  }

  begin(origin: string, request: CompletionRequest): CompletionRecord {
    const record = new CompletionRecord(++this.lastId, origin, request, this.now);
    this.records.push(record);
    if (this.records.length > CAPACITY) this.records.shift();
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
