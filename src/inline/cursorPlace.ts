import { lineAfterCursor, lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';

/** Where in the text the cursor is, as far as it says whether the person is about to rest. */
export type CursorPlace = 'pause' | 'between' | 'insideWord' | 'beforeWord';

const WORD = /[\p{L}\p{N}_$]/u;
const NATURAL_PAUSE = /(?:[([{.=,:>]|=>|->|::) ?$|^[ \t]*$/;

/** The place of the cursor of `window`. */
export function placeAt(window: DocumentWindow): CursorPlace {
  const before = lineBeforeCursor(window);
  const isAfterWord = WORD.test(before.slice(-1));
  if (WORD.test(lineAfterCursor(window).charAt(0))) return 'beforeWord';
  if (isAfterWord) return 'insideWord';
  return NATURAL_PAUSE.test(before) ? 'pause' : 'between';
}

/** Whether what follows the cursor would have to be replaced, not completed. */
export function isInsideWord(window: DocumentWindow): boolean {
  return (
    WORD.test(lineAfterCursor(window).charAt(0)) && WORD.test(lineBeforeCursor(window).slice(-1))
  );
}
