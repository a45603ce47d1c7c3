import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession } from 'playwright-core';
import { waitUntil } from '../../support/waitUntil';
import { Workbench } from '../../workbench/workbench';
import { buildBenchExtension, latestFigures } from '../workbench/benchExtension';
import { frames } from './frames';

/** Who writes: Inkling, or the editor's own call with nothing around it. */
export const WRITERS = ['bare', 'inkling'] as const;
export type Writer = (typeof WRITERS)[number];

const KEYS = { bare: 'ControlOrMeta+Alt+b', inkling: 'ControlOrMeta+Alt+Enter' };
/** Until a file that was just opened has settled, and for how long idling is looked at. */
const SETTLE = 1_500;
const LINE = 'Some words that fill a line of the document, over and over.\n';

/** What one text has cost to write, above idling; times in milliseconds. */
export interface Cost {
  readonly edits: number;
  readonly host: number;
  readonly renderer: number;
  readonly frames: readonly number[];
  readonly idleFrames: readonly number[];
  readonly whole: number;
}

/** The workbench with documents of several lengths, and what it spends while they are written into. */
export class WritingWorkbench {
  private constructor(
    private readonly workbench: Workbench,
    private readonly temporary: string,
    private readonly protocol: CDPSession,
  ) {}

  static async open(url: string, lengths: readonly number[], rounds: number) {
    const temporary = await mkdtemp(join(tmpdir(), 'inkling-bench-'));
    const keybindings = [{ command: 'bench.write', key: 'ctrl+alt+b', mac: 'cmd+alt+b' }];
    const extension = await buildBenchExtension(temporary, join(__dirname, 'bareWriter.ts'), {
      keybindings,
    });
    await writeFile(join(temporary, 'load.txt'), '');
    const names = lengths.flatMap((length) =>
      WRITERS.flatMap((writer) =>
        Array.from({ length: rounds }, (_, round) => nameOf(length, writer, round)),
      ),
    );
    const workbench = await Workbench.open({
      settings: {
        ...{ 'inkling.endpoint': url, 'inkling.backend': 'remote' },
        'inkling.instantAnswer': false,
      },
      fill: async (folder) => {
        for (const name of names) {
          await writeFile(join(folder, name), LINE.repeat(Number.parseInt(name) / LINE.length));
        }
      },
      ...{ file: names[0] ?? '', developmentExtension: extension },
      environment: { INKLING_BENCH_LOAD: join(temporary, 'load.txt') },
    });
    const protocol = await workbench.page.context().newCDPSession(workbench.page);
    await protocol.send('Performance.enable');
    return new WritingWorkbench(workbench, temporary, protocol);
  }

  async write(length: number, writer: Writer, round: number): Promise<Cost> {
    const { workbench } = this;
    await workbench.openFile(nameOf(length, writer, round));
    await workbench.placeCursor(Math.floor(length / LINE.length / 2), 1);
    await workbench.press('Shift+End');
    await pause(SETTLE);
    const [start, idleFrames] = [await this.spent(), await frames(workbench, () => pause(SETTLE))];
    const before = await this.spent();
    const writing = await frames(workbench, async () => {
      await workbench.press(KEYS[writer]);
      await waitUntil('it is written', () => this.isWhole(writer, before.whole));
    });
    const after = await this.spent();
    const took = after.at - before.at;
    const idle = (what: 'host' | 'renderer') =>
      (took * (before[what] - start[what])) / (before.at - start.at);
    return {
      edits: after.edits - before.edits,
      host: after.host - before.host - idle('host'),
      renderer: after.renderer - before.renderer - idle('renderer'),
      frames: writing,
      idleFrames,
      whole: took,
    };
  }

  async dispose(): Promise<void> {
    await this.workbench.dispose();
    await rm(this.temporary, { recursive: true, force: true, maxRetries: 5 });
  }

  private async isWhole(writer: Writer, before: number): Promise<boolean> {
    if (writer === 'bare') return (await this.spent()).whole > before;
    const { page } = this.workbench;
    return page.locator('.codelens-decoration a', { hasText: 'Accept' }).first().isVisible();
  }

  private async spent() {
    const [host = 0, edits = 0, whole = 0] = await latestFigures(
      join(this.temporary, 'load.txt'),
      3,
    );
    const { metrics } = await this.protocol.send('Performance.getMetrics');
    const task = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
    return { at: performance.now(), host, edits, whole, renderer: task * 1000 };
  }
}

function nameOf(length: number, writer: Writer, round: number): string {
  return `${length}-${writer}${round}.txt`;
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}
