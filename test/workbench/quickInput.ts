import type { Locator, Page } from 'playwright-core';
import { waitUntil } from '../support/waitUntil';

/** The input at the top of the workbench: of the palette, of Quick Open, and of questions. */
export class QuickInput {
  constructor(private readonly page: Page) {}

  get #widget(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  get #input(): Locator {
    return this.#widget.locator('.quick-input-box input').first();
  }

  /** Opens Quick Input by `keys`, types `text` into it, and picks the row that `label` names. */
  async pick(keys: string, text: string, label: string | RegExp): Promise<void> {
    const hasText = typeof label === 'string' ? exactly(label) : label;
    const row = this.#widget
      .locator('.monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText }) })
      .first();
    // A page that is just being drawn may take the focus, and with it close the input again.
    await waitUntil(`"${String(label)}" is chosen`, async () => {
      if (!(await this.#widget.isVisible())) await this.page.keyboard.press(keys);
      await this.#input.fill(text, { timeout: 3_000 });
      await row.click({ timeout: 10_000 });
      return true;
    });
    // Gone, with all of the page where it reloads, or already asking the next thing.
    await waitUntil(`"${text}" is picked`, async () => {
      if (!(await this.#widget.isVisible())) return true;
      return (await this.#input.inputValue({ timeout: 3_000 })) !== text;
    });
  }

  /**
   * Answers the question that is asked: with `text`, or with what it proposes.
   *
   * @param answering called before the answer is given
   */
  async answer(text?: string, answering?: () => Promise<unknown>): Promise<void> {
    const widget = this.#widget;
    await this.#input.waitFor();
    const title = await widget.locator('.quick-input-title').innerText();
    const isList = await widget.locator('.monaco-list-row').first().isVisible();
    if (text !== undefined) await this.#input.fill(text);
    // A list answers with its row, which is there a little later than the text.
    const row = widget.locator('.monaco-list-row.focused', { hasText: text ?? /./ });
    if (isList) await row.first().waitFor();
    await answering?.();
    await this.page.keyboard.press('Enter');
    await waitUntil(`"${title}" is answered`, async () => {
      return (
        !(await widget.isVisible()) ||
        (await widget.locator('.quick-input-title').innerText()) !== title
      );
    });
  }
}

/** One label may begin as another does. */
function exactly(label: string): RegExp {
  return new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
}
