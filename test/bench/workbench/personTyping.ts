import { setTimeout } from 'node:timers/promises';
import type { Workbench } from '../../workbench/workbench';

/** Every tenth of a person's pauses between two keys, in milliseconds, from a recorded session. */
const GAPS = [41, 55, 71, 88, 104, 118, 136, 159, 193, 292];
/** For so long a person looks at what has appeared, in milliseconds. */
const READING = 900;

/** Types as a person does: now quicker, now slower. */
export class PersonTyping {
  constructor(
    private readonly workbench: Workbench,
    private readonly random: () => number,
  ) {}

  async type(text: string): Promise<void> {
    for (const character of text) {
      await this.beforeKey();
      await this.workbench.press(character === '\n' ? 'Enter' : character);
    }
  }

  /** Waits as long as before the next key. */
  async beforeKey(): Promise<void> {
    await setTimeout(GAPS[Math.floor(this.random() * GAPS.length)]);
  }

  /** Looks at the screen. */
  async read(): Promise<void> {
    await setTimeout(READING);
  }
}
