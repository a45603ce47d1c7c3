import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildExtension } from './packagedExtension';
import { project } from './project';
import { hostSuite } from './suites/hostSuite';
import type { Suite } from './suites/suite';
import { unitSuite } from './suites/unitSuite';
import { workbenchSuite } from './suites/workbenchSuite';
import { availableHost } from './vscode/availableHost';

const suites: readonly Suite[] = [unitSuite, hostSuite, workbenchSuite];

/** Of all suites together, in milliseconds: a hang must end as a failure. */
const timeLimit = 40 * 60_000;

const usage = `Usage: npm test [-- [unit] [host] [workbench] [--grep EXPRESSION]]`;

/** Runs the suites one after the other; returns how many tests passed and failed in all of them. */
async function runSuites(
  chosen: readonly Suite[],
  grep: string | undefined,
): Promise<{ passed: number; failed: number }> {
  let passed = 0;
  let failed = 0;
  for (const suite of chosen) {
    console.log(`\n── ${suite.name} ──`);
    try {
      const result = await suite.run({ grep, color: process.stdout.isTTY });
      passed += result.passed;
      failed += result.failed;
      if (result.passed + result.failed === 0 && grep === undefined) {
        failed += 1;
        console.error(`The ${suite.name} suite ran no test.`);
      }
    } catch (error) {
      failed += 1;
      console.error(`The ${suite.name} suite did not run:`);
      console.error(error);
    }
  }
  if (passed + failed === 0) {
    failed = 1;
    console.error('No test ran: nothing has such a title.');
  }
  return { passed, failed };
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { grep: { type: 'string', short: 'g' } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`There is no suite ${unknown.join(', ')}.\n${usage}`);
    return 2;
  }
  const chosen = suites.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );
  if (chosen.some((suite) => suite !== unitSuite)) {
    process.env['INKLING_TEST_HOST'] = await availableHost();
  }
  await rm(project.artefacts, { recursive: true, force: true });
  await buildExtension();
  const { passed, failed } = await runSuites(chosen, values.grep);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function timedOut(): void {
  console.error(`The tests took longer than ${timeLimit / 60_000} minutes.`);
  console.log('\n0 passed, 1 failed');
  process.exit(1);
}

setTimeout(timedOut, timeLimit).unref();
// Exiting runs the handlers that end the hosts which the tests started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => process.exit(130));
}
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    console.log('\n0 passed, 1 failed');
    process.exit(1);
  },
);
