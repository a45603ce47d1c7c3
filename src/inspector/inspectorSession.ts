import type { RequestAllowance } from '../completions/requestAllowance';
import type { CompletionHistory, HistoryChange } from './completionHistory';
import type { CompletionRecord } from './completionRecord';
import { describedRow } from './describedCompletion';
import { OpenCompletions } from './openCompletions';
import {
  type MessageToExtension,
  messageToExtension,
  type MessageToWebview,
  type Page,
  type InspectedSetting,
} from './protocol';
import { type PriceOf, usageStatistics } from './usageStatistics';

/** Updates while completions stream are sent at most this often, in milliseconds. */
const UPDATE_INTERVAL = 50;
/** So are statistics and limits while their page is open. */
const STATISTICS_INTERVAL = 1_000;
/** The newest rows come first, alone, so that they show at once; the rest follows in pieces. */
const FIRST_ROWS = 200;
const MORE_ROWS = 1_000;

/** What the inspector shows that is not in the history. */
export interface InspectorSources {
  /** Loads what earlier sessions have kept. */
  load(): Promise<void>;
  readonly priceOf: PriceOf;
  /** Limits of the model that ghost text asks now. */
  allowance(): Promise<{ readonly model: string; readonly allowance: RequestAllowance }>;
  settings(): Promise<{ settings: InspectedSetting[]; workspace: boolean }>;
  /** The day that a moment falls on where the person is, as YYYY-MM-DD. */
  readonly dayOf: (time: number) => string;
}

/** The messages by which the person wants something done, rather than shown. */
export type InspectorAction = Exclude<
  MessageToExtension,
  { type: 'ready' | 'page' | 'open' | 'alternatives' }
>;

/**
 * One webview's side of the history: tells it what has changed since it was last told, and no more.
 * While the webview is hidden it does nothing at all.
 */
export class InspectorSession {
  private readonly subscription: { dispose(): void };
  private readonly changed = new Set<CompletionRecord>();
  private readonly removed = new Set<number>();
  private readonly open: OpenCompletions;
  private timer: NodeJS.Timeout | undefined;
  private statisticsTimer: NodeJS.Timeout | undefined;
  /** Tells the next of the rows that are still to be told. */
  private restOfRows: NodeJS.Immediate | undefined;
  private page: Page = 'completions';
  private isReady = false;
  private isVisible = true;
  private wanted: number | undefined;

  constructor(
    private readonly history: CompletionHistory,
    private readonly sources: InspectorSources,
    private readonly post: (message: MessageToWebview) => void,
    private readonly act: (action: InspectorAction) => void,
  ) {
    this.open = new OpenCompletions(history, post);
    this.subscription = history.onDidChange((change) => {
      this.note(change);
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.stopTelling();
  }

  /**
   * Shown or hidden. VS Code throws a hidden page away: the one that is there when it is shown again
   * says when it is ready, and is told everything.
   */
  setVisible(visible: boolean): void {
    if (visible === this.isVisible) return;
    this.isVisible = visible;
    if (!visible) {
      this.stopTelling();
      this.isReady = false;
      this.open.clear();
    } else if (this.isReady) {
      this.tellAll();
    }
  }

  /** Has the webview show this completion, as soon as it is there. */
  show(id: number): void {
    this.wanted = id;
    if (this.isReady && this.isVisible) this.tellWanted();
  }

  /** What is known beside the history has changed, such as prices. */
  refresh(): void {
    if (this.isReady && this.isVisible) this.tellAll();
  }

  /** The settings have changed. */
  settingsChanged(): void {
    if (this.isReady && this.isVisible && this.page === 'settings') void this.tellSettings();
  }

  receive(data: unknown): void {
    const message = messageToExtension(data);
    if (!message) return;
    switch (message.type) {
      case 'ready':
        this.page = message.page;
        void this.begin();
        return;
      case 'page':
        this.page = message.page;
        this.tellPage();
        return;
      case 'open':
        this.open.openOnly(message.ids);
        return;
      case 'alternatives':
        this.open.tellAlternatives(message);
        return;
      default:
        this.act(message);
    }
  }

  private async begin(): Promise<void> {
    await this.sources.load();
    this.isReady = true;
    if (this.isVisible) this.tellAll();
  }

  private note({ changed, removed }: HistoryChange): void {
    if (!this.isReady || !this.isVisible) return;
    for (const record of changed) this.changed.add(record);
    for (const id of removed) this.removed.add(id);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.tellChanges();
    }, UPDATE_INTERVAL);
    if (this.page === 'usage') this.statisticsSoon();
  }

  private tellAll(): void {
    this.changed.clear();
    this.removed.clear();
    this.tellRows(this.history.all, FIRST_ROWS, true);
    this.open.tellAll();
    this.tellWanted();
    this.tellPage();
  }

  /** @param records the oldest first; the newest are told first */
  private tellRows(records: readonly CompletionRecord[], most: number, all: boolean): void {
    const older = records.slice(0, Math.max(0, records.length - most));
    // Some may have gone since.
    const now = records.slice(older.length).filter(({ id }) => this.history.get(id));
    this.post({
      type: 'rows',
      all,
      more: older.length > 0,
      rows: now.map((record) => this.row(record)),
      removed: [],
      recording: this.history.recording,
    });
    clearImmediate(this.restOfRows);
    this.restOfRows =
      older.length === 0
        ? undefined
        : setImmediate(() => {
            this.tellRows(older, MORE_ROWS, false);
          });
  }

  private stopTelling(): void {
    clearTimeout(this.timer);
    clearTimeout(this.statisticsTimer);
    clearImmediate(this.restOfRows);
    this.timer = this.statisticsTimer = this.restOfRows = undefined;
  }

  private tellChanges(): void {
    const changed = [...this.changed].filter(({ id }) => this.history.get(id));
    this.post({
      type: 'rows',
      all: false,
      more: this.restOfRows !== undefined,
      rows: changed.map((record) => this.row(record)),
      removed: [...this.removed],
      recording: this.history.recording,
    });
    this.changed.clear();
    this.removed.clear();
    for (const { id } of changed) this.open.tell(id);
    this.tellWanted();
  }

  private tellWanted(): void {
    if (this.wanted === undefined || !this.history.get(this.wanted)) return;
    this.post({ type: 'show', id: this.wanted });
    this.wanted = undefined;
  }

  private tellPage(): void {
    clearTimeout(this.statisticsTimer);
    this.statisticsTimer = undefined;
    if (!this.isReady || !this.isVisible) return;
    if (this.page === 'settings') void this.tellSettings();
    if (this.page === 'usage') {
      this.tellStatistics();
      void this.tellLimits();
    }
  }

  private statisticsSoon(): void {
    this.statisticsTimer ??= setTimeout(() => {
      this.tellPage();
    }, STATISTICS_INTERVAL);
  }

  private tellStatistics(): void {
    const { history, sources } = this;
    const { priceOf, dayOf } = sources;
    this.post(usageStatistics(history.all, history.ghostText, priceOf, dayOf));
  }

  private async tellLimits(): Promise<void> {
    const { model, allowance } = await this.sources.allowance();
    this.post({
      type: 'limits',
      model,
      wait: allowance.wait,
      requests: Number.isFinite(allowance.requests) ? allowance.requests : null,
      limits: (allowance.limits ?? []).map((each) => ({ ...each, period: each.period ?? null })),
    });
  }

  private async tellSettings(): Promise<void> {
    this.post({ type: 'settings', ...(await this.sources.settings()) });
  }

  private row(record: CompletionRecord) {
    return describedRow(record, this.sources.priceOf(record.model));
  }
}
