import type { CDPSession, Page } from 'playwright-core';
import upng from 'upng-js';

interface Frame {
  readonly picture: Buffer;
  /** How long it is shown, in milliseconds. */
  duration: number;
}

/** Colours of an animation: what a light theme needs, and few enough for a small file. */
const COLOURS = 64;
/** Points of a picture for one of the page, each way: sharp on the screens that most people have. */
const SCALE = 2;

/**
 * Pictures of an element of a page, one after the other, as an animated PNG. How long each is shown
 * is told, not measured: the animation is the same on a slow machine.
 */
export class Recording {
  private readonly frames: Frame[] = [];

  private constructor(
    private readonly page: Page,
    private readonly protocol: CDPSession,
    private readonly selector: string,
  ) {}

  static async begin(page: Page, selector: string): Promise<Recording> {
    return new Recording(page, await page.context().newCDPSession(page), selector);
  }

  /** Takes a picture to be shown for `duration` milliseconds; if nothing has changed, the last one is. */
  async take(duration: number): Promise<void> {
    const picture = await this.picture();
    const last = this.frames.at(-1);
    if (last?.picture.equals(picture) === true) last.duration = Math.max(last.duration, duration);
    else this.frames.push({ picture, duration });
  }

  /** All of it as a file. */
  encode(): Buffer {
    const images = this.frames.map(({ picture }) => upng.decode(new Uint8Array(picture).buffer));
    const [{ width, height } = { width: 0, height: 0 }] = images;
    const pixels = images.flatMap((image) => upng.toRGBA8(image));
    const durations = this.frames.map(({ duration }) => duration);
    return Buffer.from(upng.encode(pixels, width, height, COLOURS, durations));
  }

  /** As a PNG. Playwright's own pictures have the scale of the page. */
  private async picture(): Promise<Buffer> {
    const box = await this.page.locator(this.selector).first().boundingBox();
    if (box === null) throw new Error(`${this.selector} is not shown.`);
    const clip = { ...box, scale: SCALE };
    const { data } = await this.protocol.send('Page.captureScreenshot', { format: 'png', clip });
    return Buffer.from(data, 'base64');
  }
}
