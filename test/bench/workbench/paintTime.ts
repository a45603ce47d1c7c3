import type { Page } from 'playwright-core';

/**
 * Notes when a key goes down and when the next frame with ghost text is painted; a string, as the
 * bundler must not touch it.
 */
const WATCH = `(() => {
  window.paintTime = new Promise((resolve) => {
    const pressed = () => {
      document.removeEventListener('keydown', pressed, true);
      const began = performance.now();
      const look = () => {
        const shown = document.querySelectorAll('.view-lines .ghost-text-decoration').length > 0;
        if (shown) resolve(performance.now() - began);
        else if (performance.now() - began > 15000) resolve(NaN);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };
    document.addEventListener('keydown', pressed, true);
  });
})()`;

/** Presses `key`; the milliseconds until ghost text is painted, NaN where none comes. */
export async function paintTime(page: Page, key: string): Promise<number> {
  await page.evaluate(WATCH);
  await page.keyboard.press(key);
  return page.evaluate<number>('window.paintTime');
}
