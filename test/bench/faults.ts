import { runCampaign } from '../unit/remote/faults/faultCampaign';

/**
 * Runs the campaign of faults: `npm run bench -- faults [SEED [COUNT [FIRST]]]`. A failure names
 * the seed and the case with which it can be run again by itself.
 */
export async function run(args: readonly string[]): Promise<void> {
  const [seed = 1, count = 10_000, first = 0] = args.map(Number);
  const began = performance.now();
  const { cases, failures } = await runCampaign({ seed, count, first });
  console.table(cases);
  for (const failure of failures) console.log(failure);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${count} cases of seed ${seed}: ${failures.length} failures, ${seconds} s`);
  if (failures.length > 0) process.exitCode = 1;
}
