import type { Workbench } from '../../workbench/workbench';

/** The times from one animation frame to the next while `work` is done, in milliseconds. */
export async function frames({ page }: Workbench, work: () => Promise<unknown>): Promise<number[]> {
  await page.evaluate(SAMPLE_FRAMES);
  await work();
  return page.evaluate<number[]>('inklingFrames');
}

/** Runs in the page: begins anew to write down the time of each frame. */
const SAMPLE_FRAMES = `{
  const times = (globalThis.inklingFrames = []);
  let last = performance.now();
  const step = (now) => {
    times.push(now - last);
    last = now;
    if (globalThis.inklingFrames === times) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}`;
