import type { DocumentWindow } from '../prompt/documentWindow';
import type { KnownCompletion, Remainder } from './knownCompletion';

/**
 * Waits until `completion` has something to show at `window`: its first whole line, or all of it if
 * `whole`. Undefined if it turns out to have nothing for that place, or when `signal` aborts.
 */
export function firstDisplay(
  completion: KnownCompletion,
  window: DocumentWindow,
  whole: boolean,
  signal: AbortSignal,
): Promise<Remainder | undefined> {
  return new Promise((resolve) => {
    const look = () => {
      const remainder = signal.aborted ? undefined : completion.remainder(window);
      if (remainder && !remainder.final && (whole || remainder.text.trim() === '')) return;
      stopListening();
      signal.removeEventListener('abort', look);
      resolve(remainder?.text.trim() === '' ? undefined : remainder);
    };
    const stopListening = completion.onChange(look);
    signal.addEventListener('abort', look);
    look();
  });
}
