import type { DocumentWindow } from '../prompt/documentWindow';
import type { KnownCompletion, Remainder } from './knownCompletion';

/** Completions that are kept: some minutes of typing, and of going back to where one has been. */
const MOST_COMPLETIONS = 64;

/** A completion that the person types along, and what is left of it. */
export interface Remembered {
  readonly completion: KnownCompletion;
  readonly remainder: Remainder;
}

/** The completions of late, still streaming or whole, found by where the person is. */
export class CompletionMemory {
  /** The least recently used first. */
  private completions: KnownCompletion[] = [];

  add(completion: KnownCompletion): void {
    this.completions.push(completion);
    if (this.completions.length > MOST_COMPLETIONS) this.completions.shift();
  }

  remove(completion: KnownCompletion): void {
    this.completions = this.completions.filter((each) => each !== completion);
  }

  clear(): void {
    this.completions = [];
  }

  /**
   * The completions that agree with `window`: first those with something to show, among them the
   * chosen backend's before the instant ones, among them the one that knew most of the text before
   * the cursor.
   */
  find(document: string, window: DocumentWindow): Remembered[] {
    const found: Remembered[] = [];
    for (const completion of this.completions) {
      if (completion.document !== document) continue;
      const remainder = completion.remainder(window);
      if (remainder) found.push({ completion, remainder });
    }
    found.reverse();
    return found.sort((one, other) => rank(other) - rank(one) || typed(one) - typed(other));

    function typed({ completion }: Remembered): number {
      return window.prefix.length - completion.window.prefix.length;
    }
  }

  /** Marks `completion` as just used: it is forgotten last. */
  use(completion: KnownCompletion): void {
    this.remove(completion);
    this.completions.push(completion);
  }

  /** Those that are still streaming. */
  get open(): readonly KnownCompletion[] {
    return this.completions.filter(({ open }) => open);
  }
}

function rank({ completion, remainder }: Remembered): number {
  const shows = remainder.text.trim() === '' ? 0 : 2;
  return shows + (completion.source === 'main' ? 1 : 0);
}

/** Whether it came from the backend, not from the instant engine. */
export function isOfBackend({ completion }: Remembered): boolean {
  return completion.source === 'main';
}
