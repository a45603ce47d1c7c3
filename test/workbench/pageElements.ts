import type { JSHandle, Page } from 'playwright-core';

/**
 * The little of the browser's types that reading the workbench needs: tests compile for Node.
 *
 * (In what runs in the page no named function may be declared: the bundler would wrap it in a
 * helper that the page does not have.)
 */
export interface PageElement {
  readonly textContent: string;
  readonly style: { readonly top: string };
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): PageElements;
}

export interface PageElements extends Iterable<PageElement> {
  readonly length: number;
}

export interface PageWindow {
  readonly document: { querySelectorAll(selector: string): PageElements };
}

/** The page's `window`, to hand to what runs in the page: so it reads one state of all of it. */
export async function windowOf(page: Page): Promise<JSHandle<PageWindow>> {
  return page.evaluateHandle<PageWindow>('window');
}
