import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/** How many tests of a suite passed, failed and were skipped. */
export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface MochaRunOptions {
  readonly files: readonly string[];
  /** Runs only the tests whose full title contains a match of this regular expression. */
  readonly grep?: string | undefined;
  /** Of one test or hook, in milliseconds. */
  readonly timeout: number;
  readonly color: boolean;
  /** Takes the report, some lines at a time. */
  readonly write: (lines: string) => void;
}

/**
 * Runs test files with Mocha inside this process: the one way in which all suites run, whether
 * that process is Node or VS Code's extension host.
 *
 * @throws whatever a test file throws while it loads.
 */
export async function runMocha(options: MochaRunOptions): Promise<SuiteResult> {
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    timeout: options.timeout,
    color: options.color,
    forbidOnly: true, // a forgotten `.only` would pass for a whole suite
    ...(options.grep === undefined ? {} : { grep: options.grep }),
  });
  for (const file of options.files) mocha.addFile(file);
  // Mocha's reporters print through this function alone.
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => {
    options.write(format(...parts));
  };
  return new Promise((resolve) => {
    const runner = mocha.run((failed) => {
      const { passes, pending } = runner.stats ?? { passes: 0, pending: 0 };
      resolve({ passed: passes, failed, skipped: pending });
    });
  });
}

/** Every file below `folder` whose name ends in `ending`, in alphabetical order. */
export async function testFiles(folder: string, ending: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => join(folder, file));
}
