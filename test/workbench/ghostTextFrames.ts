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

/** Begins to look at each animation frame; a string, as the bundler must not touch it. */
const BEGIN = `(() => {
  const frames = (window.ghostTextFrames = []);
  const look = () => {
    const first = document.querySelectorAll('.view-lines .ghost-text-decoration').length > 0;
    const further = document.querySelectorAll('.suggest-preview-text .view-line').length;
    frames.push((first ? 1 : 0) + further);
    window.ghostTextTimer = requestAnimationFrame(look);
  };
  look();
})()`;
const END = `(() => { cancelAnimationFrame(window.ghostTextTimer); return window.ghostTextFrames; })()`;

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
