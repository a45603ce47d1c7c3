import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompletionsServer } from '../../support/completionsServer';
import { noSuggestions } from '../../support/quietSettings';
import { Workbench } from '../../workbench/workbench';
import { buildBenchExtension, latestFigures } from './benchExtension';

/** Files of the workspace. In those named `.env` Inkling keeps silent, as they may hold secrets. */
export const FILES = {
  floor: 'floor.env',
  measured: 'measured.txt',
  growing: 'growing.ts',
  large: 'large.txt',
  largeSilent: 'large.env',
} as const;

const LARGE = 1024 * 1024;

/** The real workbench with Inkling, and beside it an extension that answers at once. */
export class BenchWorkbench {
  private constructor(
    readonly workbench: Workbench,
    private readonly temporary: string,
  ) {}

  static async open(server: CompletionsServer): Promise<BenchWorkbench> {
    const temporary = await mkdtemp(join(tmpdir(), 'inkling-bench-'));
    const extension = await buildBenchExtension(temporary, join(__dirname, 'floorExtension.ts'));
    const load = loadFile(temporary);
    await writeFile(load, '');
    const workbench = await Workbench.open({
      file: FILES.floor,
      fill,
      developmentExtension: extension,
      environment: { INKLING_BENCH_LOAD: load },
      settings: {
        ...{ 'inkling.endpoint': server.url, 'inkling.backend': 'remote' },
        ...{ 'inkling.eagerness': 'eager', 'inkling.instantAnswer': false },
        ...noSuggestions,
      },
    });
    return new BenchWorkbench(workbench, temporary);
  }

  /** For how long the extension host has been busy since it started, in milliseconds. */
  async busy(): Promise<number> {
    const [busy = 0] = await latestFigures(loadFile(this.temporary), 1);
    return busy;
  }

  async dispose(): Promise<void> {
    await this.workbench.dispose();
    await rm(this.temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

function loadFile(folder: string): string {
  return join(folder, 'load.txt');
}

async function fill(folder: string): Promise<void> {
  const line = 'a line of a long document, which says nothing of interest to anyone\n';
  const large = line.repeat(LARGE / line.length);
  for (const file of [FILES.floor, FILES.measured, FILES.growing]) {
    await writeFile(join(folder, file), '\n');
  }
  for (const file of [FILES.large, FILES.largeSilent]) await writeFile(join(folder, file), large);
}
