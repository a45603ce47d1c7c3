import type { OutcomeKind, OutcomeListener } from '../completions/completionOutcome';
import type { DocumentWindow } from '../prompt/documentWindow';
import type { KnownCompletion } from './knownCompletion';
import { typedAlong } from './typedAlong';

/** Nobody reads ghost text that was there for less, in milliseconds. */
const READABLE = 400;

interface Shown {
  readonly completion: KnownCompletion;
  readonly window: DocumentWindow;
  readonly text: string;
  readonly since: number;
  consumed: number;
  inOneGo: boolean;
}

/** Tells what becomes of the ghost text on the screen, as far as it shows in the document. */
export class Outcomes {
  private current: Shown | undefined;
  private readonly shownLength = new WeakMap<KnownCompletion, number>();

  /** @param now Milliseconds on a clock that does not run backwards. */
  constructor(
    private readonly listener: OutcomeListener,
    private readonly now: () => number,
  ) {}

  /** `completion` says the same at `window` as what is on the screen there: `text`. */
  confirmed(completion: KnownCompletion, window: DocumentWindow, text: string): void {
    const end =
      (typedAlong(completion.window, completion.text, window)?.consumed ?? 0) + text.length;
    if (end <= (this.shownLength.get(completion) ?? 0)) return;
    this.shownLength.set(completion, end);
    this.tokens(completion);
  }

  /** `text`, the rest of `completion`, is on the screen at `window`. */
  shown(completion: KnownCompletion, window: DocumentWindow, text: string): void {
    this.confirmed(completion, window, text);
    if (this.current?.completion === completion) {
      const { since, consumed, inOneGo } = this.current;
      this.current = { completion, window, text, since, consumed, inOneGo };
      return;
    }
    this.end('ignored');
    this.current = { completion, window, text, since: this.now(), consumed: 0, inOneGo: false };
  }

  /** The document's text has changed around the cursor. */
  typed(window: DocumentWindow): void {
    const { current } = this;
    if (!current) return;
    const along = typedAlong(current.window, current.text, window);
    if (!along) {
      this.end(this.now() - current.since < READABLE ? 'ignored' : 'rejected');
      return;
    }
    const step = along.consumed;
    if (step === 0) return;
    // More than one letter at once, white space aside: a word or a line of it was accepted.
    if (current.text.slice(0, step).trim().length > 1) current.inOneGo = true;
    current.consumed += step;
    this.current = { ...current, window, text: current.text.slice(step) };
    if (this.current.text.trim() !== '') return;
    // All of it at once: the editor is about to tell that it was accepted.
    if (current.inOneGo) return;
    this.end('typedThrough');
  }

  /** The editor has told that the ghost text was accepted as a whole. */
  accepted(completion: number, characters: number): void {
    if (this.current?.completion.id === completion) this.tokens(this.current.completion);
    this.current = undefined;
    this.listener.happened({ type: 'outcome', completion, kind: 'accepted', characters });
  }

  /** The cursor has gone elsewhere. */
  left(): void {
    this.end('ignored');
  }

  private end(kind: OutcomeKind): void {
    const { current } = this;
    if (!current) return;
    this.current = undefined;
    const { completion, consumed } = current;
    const partly = current.inOneGo ? 'partlyAccepted' : kind;
    this.tokens(completion);
    const outcome = { type: 'outcome', completion: completion.id, kind: partly } as const;
    this.listener.happened({ ...outcome, characters: consumed });
  }

  private tokens(completion: KnownCompletion): void {
    const length = this.shownLength.get(completion) ?? 0;
    let at = 0;
    let shown = 0;
    for (const { text } of completion.tokens) {
      if (at < length) shown++;
      at += text.length;
    }
    const hidden = completion.tokens.length - shown;
    const { id, source } = completion;
    this.listener.happened({ type: 'tokens', completion: id, source, shown, hidden });
  }
}
