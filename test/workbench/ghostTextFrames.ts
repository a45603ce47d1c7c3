import type { Page } from 'playwright-core';

/** What a person sees of ghost text, frame by frame. */
export interface GhostTextFrames {
  /** The number of lines of ghost text at each frame, from the first that has some. */
  readonly lines: readonly number[];
  /** Frames without ghost text between two with it. */
  readonly blank: number;
  /** Frames that show fewer lines than the one before. */
  readonly shrunk: number;
}

/**
 * Looks at each animation frame, from the second on: before, the page may show what was there before
 * the last key. A string, as the bundler must not touch it.
 */
const BEGIN = `new Promise((resolve) => {
  const frames = (window.ghostTextFrames = []);
  const look = () => {
    const first = document.querySelectorAll('.view-lines .ghost-text-decoration').length > 0;
    const further = document.querySelectorAll('.suggest-preview-text .view-line').length;
    frames.push((first ? 1 : 0) + further);
    window.ghostTextTimer = requestAnimationFrame(look);
    resolve();
  };
  requestAnimationFrame(() => requestAnimationFrame(look));
})`;
/**
 * Ends with the second frame from now: the look of a frame comes before the editor draws in it, so
 * what the page shows now is first seen in the next one.
 */
const END = `new Promise((resolve) => {
  const end = () => { cancelAnimationFrame(window.ghostTextTimer); resolve(window.ghostTextFrames); };
  requestAnimationFrame(() => requestAnimationFrame(end));
})`;

/** Looks at ghost text at every animation frame while `action` goes on. */
export async function watchFrames(
  page: Page,
  action: () => Promise<unknown>,
): Promise<GhostTextFrames> {
  await page.evaluate(BEGIN);
  await action();
  const frames = await page.evaluate<number[]>(END);
  const first = frames.findIndex((lines) => lines > 0);
  const last = frames.findLastIndex((lines) => lines > 0);
  const lines = first === -1 ? [] : frames.slice(first, last + 1);
  return {
    lines,
    blank: lines.filter((each) => each === 0).length,
    shrunk: lines.filter((each, index) => each < (lines[index - 1] ?? 0)).length,
  };
}
