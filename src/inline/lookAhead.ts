import { lineAfterCursor, type DocumentWindow } from '../prompt/documentWindow';
import type { RequestAllowance } from '../completions/requestAllowance';
import type { GhostText } from './ghostTextRequest';
import type { Remembered } from './completionMemory';

/** When so little is left to type, in UTF-16 code units, what comes after it is asked for. */
const NEARLY_TYPED = 6;
/** Requests made ahead are the first that one does without. */
const PLENTY = 60;

/** The window as it will be when the person has accepted or typed `ghostText`. */
export function windowAfter(window: DocumentWindow, ghostText: GhostText): DocumentWindow {
  return {
    prefix: window.prefix + ghostText.text,
    suffix: window.suffix.slice(ghostText.replaces),
  };
}

/** Whether the person is about to come to the end of a completion that he types along. */
export function isNearlyTyped(
  { completion, remainder }: Remembered,
  window: DocumentWindow,
): boolean {
  const isTypedAlong = window.prefix.length > completion.window.prefix.length;
  const { text, final } = remainder;
  if (!isTypedAlong || !final || completion.open || text.length > NEARLY_TYPED) return false;
  // Where the model was not sure of more, that is for the person to decide first.
  return completion.text.trimEnd().endsWith(text) && lineAfterCursor(window).trim() === '';
}

/** Whether there are requests to spare for what may never be needed. */
export function canAfford({ requests, wait }: RequestAllowance): boolean {
  return wait === 0 && requests > PLENTY;
}
