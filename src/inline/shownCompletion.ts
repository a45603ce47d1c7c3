import type { DocumentWindow } from '../prompt/documentWindow';

/** Brackets and quotes that an editor closes by itself while the person types along. */
const AUTO_CLOSED = /^[)\]}>"'`]*$/;

/**
 * The completion last shown and where, so that typing along it is answered from memory: at once, and
 * without a request.
 */
export class ShownCompletion {
  private shown: { readonly window: DocumentWindow; readonly text: string } | undefined;

  remember(window: DocumentWindow, text: string): void {
    this.shown = { window, text };
  }

  forget(): void {
    this.shown = undefined;
  }

  /** What is left of the completion at `window`; undefined if the person went another way. */
  remainder(window: DocumentWindow): string | undefined {
    if (!this.shown) return undefined;
    const { window: then, text } = this.shown;
    if (!window.prefix.startsWith(then.prefix) || !suffixAgrees(window, then)) return undefined;
    const typed = window.prefix.slice(then.prefix.length);
    if (!text.startsWith(typed) || typed.length === text.length) return undefined;
    return text.slice(typed.length);
  }
}

function suffixAgrees(now: DocumentWindow, then: DocumentWindow): boolean {
  if (now.suffix === then.suffix) return true;
  const added = now.suffix.length - then.suffix.length;
  return (
    added > 0 && now.suffix.endsWith(then.suffix) && AUTO_CLOSED.test(now.suffix.slice(0, added))
  );
}
