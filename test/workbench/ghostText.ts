import type { Page } from 'playwright-core';
import { windowOf } from './pageElements';

/**
 * The ghost text that a person sees in the editor, '' when there is none. Read from the elements
 * of VS Code 1.139: text behind the cursor carries the class `ghost-text-decoration`, each further
 * line is a line of a `suggest-preview-text` box below it.
 */
export async function readGhostText(page: Page): Promise<string> {
  const lines = await page.evaluate(
    ({ document }) => {
      const first = document.querySelectorAll(
        '.view-lines .ghost-text-decoration, .view-lines .ghost-text-decoration-preview',
      );
      const further = document.querySelectorAll('.suggest-preview-text .view-line');
      if (first.length + further.length === 0) return [];
      return [
        Array.from(first, (element) => element.textContent).join(''),
        ...Array.from(further)
          .sort((one, other) => parseFloat(one.style.top) - parseFloat(other.style.top))
          .map((line) =>
            Array.from(line.querySelectorAll('.ghost-text'), (part) => part.textContent).join(''),
          ),
      ];
    },
    await windowOf(page),
  );
  return withPlainSpaces(lines.join('\n'));
}

/** The lines of the document that the active editor shows, from the top, without ghost text. */
export async function readVisibleLines(page: Page): Promise<string[]> {
  const lines = await page.evaluate(
    ({ document }) =>
      Array.from(document.querySelectorAll('.view-lines > .view-line'))
        .sort((one, other) => parseFloat(one.style.top) - parseFloat(other.style.top))
        .map((row) =>
          Array.from(
            row.querySelectorAll('span > span:not([class*="ghost-text-decoration"])'),
            (part) => part.textContent,
          ).join(''),
        ),
    await windowOf(page),
  );
  return lines.map(withPlainSpaces);
}

/** The editor shows spaces as no-break spaces. */
function withPlainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
