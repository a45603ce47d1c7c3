import { installPackagedExtension } from '../support/installedExtension';
import { startStreamServer } from './selection/streamServer';
import { RATE, TOKENS } from './selection/tokens';
import { type Cost, type Writer, WRITERS, WritingWorkbench } from './selection/writingWorkbench';
import { percentile } from './streaming/percentile';

/** Length of the documents that are written into, in characters. */
const LENGTHS = [10_000, 100_000, 1_000_000];
const ROUNDS = 3;

/**
 * Complete Selection at 2,000 tokens a second into documents of three lengths: what one edit costs
 * the extension host and the renderer's main thread above idling, beside the same text written by
 * nothing but the editor's own call. All in one workbench, in turns.
 */
export async function run(): Promise<void> {
  await installPackagedExtension();
  const server = await startStreamServer();
  const workbench = await WritingWorkbench.open(server.url, LENGTHS, ROUNDS);
  const costs = new Map<string, Cost[]>();
  try {
    for (let round = 0; round < ROUNDS; round++) {
      for (const length of LENGTHS) {
        for (const writer of WRITERS) {
          const cost = await workbench.write(length, writer, round);
          const key = `${length} ${writer}`;
          costs.set(key, [...(costs.get(key) ?? []), cost]);
        }
      }
    }
  } finally {
    await workbench.dispose();
    await server.close();
  }
  report(costs);
}

function report(costs: ReadonlyMap<string, readonly Cost[]>): void {
  const seconds = (TOKENS / RATE).toFixed(1);
  console.log(`${TOKENS} tokens at ${RATE} a second: ${seconds} s. Medians of ${ROUNDS} rounds.\n`);
  console.log('                       ms an edit            ms between frames');
  console.log('document   writer   host  renderer   edits   idle p50  p50  p95  max   whole after');
  for (const length of LENGTHS) {
    for (const writer of WRITERS) console.log(row(length, writer, costs));
  }
}

function row(length: number, writer: Writer, costs: ReadonlyMap<string, readonly Cost[]>): string {
  const rounds = costs.get(`${length} ${writer}`) ?? [];
  const middle = (value: (cost: Cost) => number) => percentile(rounds.map(value), 0.5);
  const frame = (part: number) => middle(({ frames }) => percentile(frames, part)).toFixed(0);
  return [
    String(length).padStart(8),
    writer.padEnd(8).padStart(11),
    middle(({ host, edits }) => host / edits)
      .toFixed(2)
      .padStart(5),
    middle(({ renderer, edits }) => renderer / edits)
      .toFixed(2)
      .padStart(8),
    middle(({ edits }) => edits)
      .toFixed(0)
      .padStart(9),
    middle(({ idleFrames }) => percentile(idleFrames, 0.5))
      .toFixed(0)
      .padStart(9),
    ...[0.5, 0.95, 1].map((part) => frame(part).padStart(4)),
    `${(middle(({ whole }) => whole) / 1000).toFixed(1)} s`.padStart(10),
  ].join(' ');
}
