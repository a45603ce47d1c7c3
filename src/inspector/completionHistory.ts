import type {
  CompletionOutcome,
  OutcomeKind,
  OutcomeListener,
} from '../completions/completionOutcome';
import type { CompletionRequest } from '../completions/completionRequest';
import { english, type Localize } from '../completions/phrase';
import { CompletionRecord, type HistoryClock } from './completionRecord';
import type { RequestNotes, RequestPlace } from './requestNotes';

/** How much the history keeps; what is pinned stays, within the number of completions. */
export const HISTORY_LIMITS = {
  completions: 5_000,
  /** Of prompts and tokens together, roughly in characters. */
  weight: 16_000_000,
} as const;

/** What has changed: these completions, or everything. */
export interface HistoryChange {
  readonly changed: readonly CompletionRecord[];
  readonly removed: readonly number[];
  /** Whether the person wanted what is removed forgotten, rather than that room was short. */
  readonly cleared: boolean;
}

/** The completions that were asked for, the oldest first. Nothing of it leaves this machine. */
export class CompletionHistory implements OutcomeListener {
  private readonly records = new Map<number, CompletionRecord>();
  private readonly listeners = new Set<(change: HistoryChange) => void>();
  private readonly notes = new WeakMap<CompletionRequest, RequestNotes>();
  private readonly byRequest = new WeakMap<CompletionRequest, CompletionRecord>();
  /** The pipeline's completions: each is one choice of a record. */
  private readonly byCompletion = new Map<number, { record: CompletionRecord; choice: number }>();
  private readonly weights = new Map<number, number>();
  private weight = 0;
  private lastId = 0;
  private on = true;
  /** How often, in this session, ghost text came from memory, and how often it was asked for. */
  readonly ghostText = { remembered: 0, asked: 0 };

  constructor(
    readonly clock: HistoryClock,
    readonly localize: Localize = english,
    private readonly limits: { completions: number; weight: number } = HISTORY_LIMITS,
  ) {}

  /** Whether completions are kept at all. Turned off, it forgets what it has. */
  get recording(): boolean {
    return this.on;
  }

  set recording(on: boolean) {
    if (this.on === on) return;
    this.on = on;
    if (on) this.tell([]);
    else this.clear(true);
  }

  get all(): readonly CompletionRecord[] {
    return [...this.records.values()];
  }

  get latest(): CompletionRecord | undefined {
    return this.all.at(-1);
  }

  get(id: number): CompletionRecord | undefined {
    return this.records.get(id);
  }

  /** The record of a request that was made with this very object. */
  of(request: CompletionRequest): CompletionRecord | undefined {
    return this.byRequest.get(request);
  }

  /** To be called before `request`, this very object, goes to the backend. */
  describe(request: CompletionRequest, notes: RequestNotes): void {
    this.notes.set(request, { ...this.notes.get(request), ...notes });
  }

  /**
   * @param place where it is asked for, where the request's own notes do not say
   * @returns undefined while nothing is to be kept
   */
  begin(
    origin: string,
    request: CompletionRequest,
    place?: RequestPlace,
  ): CompletionRecord | undefined {
    if (!this.on) return undefined;
    // Ids go on after a reload, and tell the order: they begin with the time.
    this.lastId = Math.max(this.lastId + 1, Math.floor(this.clock.time() * 1000));
    const notes = { place, ...this.notes.get(request) };
    const record = new CompletionRecord(this.lastId, origin, request, notes, this.clock);
    this.records.set(record.id, record);
    this.byRequest.set(request, record);
    for (const [choice, completion] of notes.completions?.entries() ?? []) {
      this.byCompletion.set(completion, { record, choice });
    }
    if (notes.completions) this.ghostText.asked++;
    this.tell([record], this.trim());
    return record;
  }

  /** Tells the listeners that a record has changed. */
  changed(record: CompletionRecord): void {
    if (!this.records.has(record.id)) return;
    if (record.ended) this.weigh(record);
    this.tell([record], record.ended ? this.trim() : []);
  }

  /** What became of the completion of a request that was made with this very object. */
  decide(request: CompletionRequest, outcome: OutcomeKind): void {
    const record = this.byRequest.get(request);
    if (!record || record.outcome === outcome) return;
    record.outcome = outcome;
    this.changed(record);
  }

  /** Something that the pipeline saw happen to one of its completions. */
  happened(outcome: CompletionOutcome): void {
    const { record, choice = 0 } = this.byCompletion.get(outcome.completion) ?? {};
    if (!record) return;
    if (outcome.type === 'outcome') record.outcome = outcome.kind;
    else if (outcome.type === 'tokens') record.showed(choice, outcome.shown);
    else record.survival = outcome.share;
    this.changed(record);
  }

  /** Ghost text was shown again without a request. */
  remembered(): void {
    if (this.on) this.ghostText.remembered++;
  }

  pin(id: number, pinned: boolean): void {
    const record = this.records.get(id);
    if (!record || record.pinned === pinned) return;
    record.pinned = pinned;
    this.changed(record);
  }

  /** Forgets one completion. */
  forget(id: number): void {
    this.remove(id);
    this.tell([], [id]);
  }

  /** Forgets all completions, or all that are not pinned. */
  clear(pinnedToo = false): void {
    const removed = this.all.filter(({ pinned }) => pinnedToo || !pinned).map(({ id }) => id);
    for (const id of removed) this.remove(id);
    this.ghostText.remembered = this.ghostText.asked = 0;
    this.tell([], removed, true);
  }

  /** Puts completions of an earlier session before those of this one. */
  restore(earlier: readonly CompletionRecord[]): void {
    if (!this.on || earlier.length === 0) return;
    const own = this.all;
    this.records.clear();
    for (const record of earlier) {
      this.records.set(record.id, record);
      this.weigh(record);
      this.lastId = Math.max(this.lastId, record.id);
    }
    for (const record of own) this.records.set(record.id, record);
    this.trim();
    this.tell(this.all);
  }

  /** Calls `listener` after each change, until disposed. */
  onDidChange(listener: (change: HistoryChange) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  private tell(
    changed: readonly CompletionRecord[],
    removed: readonly number[] = [],
    cleared = false,
  ): void {
    for (const listener of this.listeners) listener({ changed, removed, cleared });
  }

  private weigh(record: CompletionRecord): void {
    this.weight -= this.weights.get(record.id) ?? 0;
    const { weight } = record;
    this.weights.set(record.id, weight);
    this.weight += weight;
  }

  private remove(id: number): void {
    const record = this.records.get(id);
    if (!record) return;
    this.records.delete(id);
    this.weight -= this.weights.get(id) ?? 0;
    this.weights.delete(id);
    for (const [completion, each] of this.byCompletion) {
      if (each.record === record) this.byCompletion.delete(completion);
    }
  }

  /** Keeps to the limits, the oldest going first; returns which completions have gone. */
  private trim(): number[] {
    const removed: number[] = [];
    if (this.records.size > this.limits.completions) {
      const order = this.all.filter(({ ended }) => ended);
      order.sort((a, b) => Number(a.pinned) - Number(b.pinned) || a.id - b.id);
      for (const { id } of order.slice(0, this.records.size - this.limits.completions)) {
        this.remove(id);
        removed.push(id);
      }
    }
    if (this.weight > this.limits.weight) this.dropContents();
    return removed;
  }

  /** Somewhat below the limit, so that it need not be done with each completion. */
  private dropContents(): void {
    const latest = this.latest;
    for (const record of this.records.values()) {
      if (this.weight <= this.limits.weight * 0.9) return;
      if (record.pinned || !record.ended || record === latest || !record.content) continue;
      record.drop();
      this.weigh(record);
    }
  }
}
