import type { CompletionHistory } from './completionHistory';
import type { CompletionRecord } from './completionRecord';
import { restoreRecord, storeRecord } from './recordStorage';
import { parseStored, type StoredCompletion } from './storedCompletion';

/** Where the journal is kept. Each call resolves when it is done; one that fails is given up. */
export interface JournalFile {
  /** All of it; '' where there is none yet. */
  read(): Promise<string>;
  /** In bytes. */
  size(): Promise<number>;
  append(text: string): Promise<void>;
  /** The same when there is no time to wait. */
  appendAtOnce(text: string): void;
  /** Writes it anew, as a whole or not at all. */
  replace(text: string): Promise<void>;
}

/** Changes are written together, this long after the first of them, in milliseconds. */
const DELAY = 1_000;
/** The journal is written anew when it has become longer than this, in bytes or so. */
const LONGEST = 48_000_000;

/**
 * Keeps the history over a reload: a journal of one line for each completion that has ended. A later
 * line for the same completion counts; a line that cannot be read is passed over.
 */
export class HistoryJournal {
  private readonly unwritten = new Set<CompletionRecord>();
  private readonly subscription: { dispose(): void };
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();
  private loaded: Promise<void> | undefined;
  private cleared = false;
  private length: number | undefined;

  constructor(
    private readonly history: CompletionHistory,
    private readonly file: JournalFile,
    private readonly reportFailure: (error: unknown) => void,
    private readonly longest = LONGEST,
  ) {
    for (const record of history.all) if (record.ended) this.unwritten.add(record);
    if (!history.recording) this.cleared = true;
    if (this.unwritten.size > 0 || this.cleared) void this.flush();
    this.subscription = history.onDidChange(({ changed, cleared }) => {
      for (const record of changed) if (record.ended) this.unwritten.add(record);
      this.cleared ||= cleared;
      if (this.unwritten.size > 0 || this.cleared) {
        this.timer ??= setTimeout(() => void this.flush(), DELAY);
      }
    });
  }

  /** Reads what earlier sessions have kept into the history; once, however often it is called. */
  load(): Promise<void> {
    this.loaded ??= this.after(async () => {
      const text = await this.file.read();
      this.length = text.length;
      const pending = [...this.unwritten];
      this.history.restore(
        completions(text).map((each) => restoreRecord(each, this.history.clock)),
      );
      // What was just read need not be written again.
      this.unwritten.clear();
      for (const record of pending) this.unwritten.add(record);
    });
    return this.loaded;
  }

  /** Resolves when everything so far is in the file. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return this.after(() => this.write());
  }

  dispose(): void {
    this.subscription.dispose();
    clearTimeout(this.timer);
    try {
      this.file.appendAtOnce(this.takeLines());
    } catch (error) {
      this.reportFailure(error);
    }
  }

  private async write(): Promise<void> {
    if (this.cleared) {
      this.cleared = false;
      await this.writeAnew();
      return;
    }
    const text = this.takeLines();
    if (text === '') return;
    this.length = (this.length ?? (await this.file.size())) + text.length;
    if (this.length <= this.longest) await this.file.append(text);
    else if (this.loaded) await this.writeAnew();
    else await this.keepLaterHalf(text);
  }

  private takeLines(): string {
    const records = [...this.unwritten].filter(({ id }) => this.history.get(id));
    this.unwritten.clear();
    return records.map(line).join('');
  }

  /** What earlier sessions have kept is not known, so the older lines go. */
  private async keepLaterHalf(added: string): Promise<void> {
    const all = (await this.file.read()) + added;
    const kept = all.slice(all.indexOf('\n', all.length / 2) + 1);
    this.length = kept.length;
    await this.file.replace(kept);
  }

  private async writeAnew(): Promise<void> {
    const ended = this.history.all.filter((record) => record.ended);
    const text = ended.map(line).join('');
    this.unwritten.clear();
    this.length = text.length;
    await this.file.replace(text);
  }

  /** One after the other: a journal that is read while it is written is none. */
  private after(task: () => Promise<void>): Promise<void> {
    this.work = this.work.then(task).catch(this.reportFailure);
    return this.work;
  }
}

function line(record: CompletionRecord): string {
  return `${JSON.stringify(storeRecord(record))}\n`;
}

function completions(text: string): StoredCompletion[] {
  const byId = new Map<number, StoredCompletion>();
  for (const each of text.split('\n')) {
    const completion = each === '' ? undefined : parseStored(each);
    if (completion) byId.set(completion.id, completion);
  }
  return [...byId.values()].sort((a, b) => a.id - b.id);
}
