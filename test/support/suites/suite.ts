import type { SuiteResult } from '../mochaRun';

export interface SuiteOptions {
  readonly grep: string | undefined;
  readonly color: boolean;
}

/** One of the three kinds of tests that `npm test` runs. */
export interface Suite {
  readonly name: string;
  /** @throws Error when the suite cannot even start. */
  run(options: SuiteOptions): Promise<SuiteResult>;
}
