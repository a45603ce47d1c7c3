import type { DocumentWindow } from '../../src/prompt/documentWindow';

/** The window of a document drawn as text, with `|` where the cursor is. */
export function picture(text: string): DocumentWindow {
  const cursor = text.indexOf('|');
  if (cursor === -1 || text.includes('|', cursor + 1)) {
    throw new Error(`A picture needs exactly one cursor: ${text}`);
  }
  return { prefix: text.slice(0, cursor), suffix: text.slice(cursor + 1) };
}
