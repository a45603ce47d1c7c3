import type { GhostText, GhostTextRequest } from '../../../src/inline/ghostTextRequest';
import type { GhostTextDocument, GhostTextOptions } from '../../../src/inline/ghostTextRequest';
import type { DocumentWindow } from '../../../src/prompt/documentWindow';
import type { Edit } from './editingTrace';
import type { TracedDocument } from './tracedDocument';
import type { VirtualClock } from './virtualClock';

/** The editor waits so long after a key before it asks for ghost text, in milliseconds. */
const EDITORS_DELAY = 50;
/** An answer that took no longer came from memory. */
const FROM_MEMORY = 1;

/** What gives ghost text: the pipeline, or what it is compared with. */
export interface GhostTextSource {
  typed(
    document: GhostTextDocument,
    window: DocumentWindow,
    options: () => Promise<GhostTextOptions>,
  ): void;
  left(): void;
  complete(request: GhostTextRequest, signal: AbortSignal): Promise<readonly GhostText[]>;
}

/** What was on the screen, and how soon. */
export interface TypingAccount {
  /** Keys that typed a character. */
  keys: number;
  /** Characters that they typed. */
  characters: number;
  /** Keys at which ghost text was on the screen. */
  shown: number;
  /** Keys at which all of its first line was what the person went on to type. */
  right: number;
  /** Keys at which at least its next character was. */
  rightCharacter: number;
  /** Times the editor asked. */
  asked: number;
  /** Milliseconds to each answer that was not empty, in the order in which they came. */
  readonly times: number[];
}

interface OnScreen {
  readonly text: string;
  readonly replaces: number;
}

/** Types a recorded document again, in an editor that shows ghost text as VS Code does. */
export class Typist {
  readonly account: TypingAccount = {
    ...{ keys: 0, characters: 0, shown: 0, right: 0, rightCharacter: 0, asked: 0 },
    times: [],
  };
  private onScreen: OnScreen | undefined;
  private asking = new AbortController();
  private readonly identity: GhostTextDocument;

  constructor(
    private readonly clock: VirtualClock,
    private readonly document: TracedDocument,
    private readonly source: GhostTextSource,
    languageId: string,
    private readonly options: GhostTextOptions,
  ) {
    const indentation = { insertSpaces: true, width: 4 };
    this.identity = { id: 'the document', languageId, indentation };
  }

  /** Makes the next `edits` edits. */
  async type(edits: number): Promise<void> {
    for (let made = 0; made < edits; made++) {
      const edit = this.document.next;
      if (!edit) return;
      await this.clock.runUntil(edit.time);
      if (edit.isKey) this.account.characters += edit.inserted.length;
      if (edit.isKey && edit.position === this.document.cursor) this.judge(edit);
      this.make(edit);
    }
    await this.clock.runUntil(this.clock.now() + 60_000);
  }

  /** What is on the screen has changed of its own accord. */
  async refresh(): Promise<void> {
    const [ghostText] = await this.ask('refresh', this.asking.signal);
    if (ghostText) this.onScreen = ghostText;
  }

  private make(edit: Edit): void {
    const jumped =
      edit.position !== this.document.cursor &&
      edit.position + edit.deleted !== this.document.cursor;
    this.asking.abort();
    this.asking = new AbortController();
    if (jumped) {
      this.onScreen = undefined;
      this.source.left();
    }
    this.document.apply(edit);
    const { onScreen } = this;
    const along = edit.deleted === 0 && onScreen?.text.startsWith(edit.inserted);
    this.onScreen =
      onScreen && along
        ? { text: onScreen.text.slice(edit.inserted.length), replaces: onScreen.replaces }
        : undefined;
    this.source.typed(this.identity, this.document.window(), () => Promise.resolve(this.options));
    // Pasted text does not make the editor ask.
    if (edit.inserted.length > 40) return;
    const { signal } = this.asking;
    this.clock.at(this.clock.now() + EDITORS_DELAY, () => {
      if (!signal.aborted) void this.update(signal);
    });
  }

  private async update(signal: AbortSignal): Promise<void> {
    this.account.asked++;
    const began = this.clock.now();
    const [ghostText] = await this.ask('key', signal);
    if (signal.aborted) return;
    if (ghostText) this.account.times.push(this.clock.now() - began);
    this.onScreen = ghostText;
  }

  private ask(trigger: 'key' | 'refresh', signal: AbortSignal): Promise<readonly GhostText[]> {
    const request = {
      ...{ document: this.identity, window: this.document.window(), trigger },
      options: () => Promise.resolve(this.options),
    };
    return this.source.complete(request, signal);
  }

  /** Before a key comes: is what is on the screen what is going to be typed? */
  private judge({ inserted }: Edit): void {
    this.account.keys++;
    const text = this.onScreen?.text ?? '';
    if (text.trim() === '') return;
    this.account.shown++;
    const { window, truth } = {
      window: this.document.window(),
      truth: this.document.continuation(),
    };
    const written = truth + window.suffix.slice(0, this.onScreen?.replaces ?? 0);
    const start = text.search(/\S/);
    const newline = text.indexOf('\n', start);
    if (written.startsWith(text.slice(0, newline === -1 ? undefined : newline))) {
      this.account.right++;
    }
    if (text.startsWith(inserted)) this.account.rightCharacter++;
  }
}

/** The share of answers that came from memory. */
export function shareFromMemory({ times }: TypingAccount): number {
  return times.filter((time) => time <= FROM_MEMORY).length / times.length;
}
