import { join } from 'node:path';
import { project } from '../support/project';
import { gapsOf, readTrace, withGaps, type EditingTrace } from './typing/editingTrace';
import { shareFromMemory } from './typing/typist';
import { typeTrace, type TypingPlan, type TypingResult } from './typing/typingRun';

const TRACES = [
  { file: 'rustcode.json.gz', languageId: 'rust' },
  { file: 'json-crdt-patch.json.gz', languageId: 'markdown' },
] as const;

const PIPELINE: TypingPlan = {
  ...{ source: 'pipeline', eagerness: 'balanced', instant: false },
  ...{ perMinute: Infinity, edits: 2_000 },
};

/** What is compared, in one run. */
const PLANS: Readonly<Record<string, TypingPlan>> = {
  'every key asks': { ...PIPELINE, source: 'everyKeystroke' },
  pipeline: PIPELINE,
  'pipeline, instant answer': { ...PIPELINE, instant: true },
  'pipeline, 5 a minute': { ...PIPELINE, perMinute: 5 },
  'pipeline, 5 a minute, instant answer': { ...PIPELINE, perMinute: 5, instant: true },
};

/**
 * How the pipeline serves a person who types: recorded sessions typed again, by a virtual clock.
 *
 * @param args the folder where whole traces are; without it, the beginnings of two that come with the
 *   project
 */
export async function run([
  folder = join(project.root, 'test', 'bench', 'typing', 'traces'),
]: readonly string[]): Promise<void> {
  const traces: EditingTrace[] = [];
  for (const { file, languageId } of TRACES) {
    traces.push(await readTrace(join(folder, file), languageId));
  }
  const gaps = traces.flatMap((trace) => (isFine(trace) ? gapsOf(trace) : []));
  for (const trace of traces) {
    await report(isFine(trace) ? trace : withGaps(trace, gaps));
  }
}

function isFine({ edits }: EditingTrace): boolean {
  return edits.some(({ time }) => time % 1_000 !== 0);
}

async function report(trace: EditingTrace): Promise<void> {
  console.log(`${trace.name} (${trace.languageId})`);
  const rows: Record<string, ReturnType<typeof figures>> = {};
  for (const [name, plan] of Object.entries(PLANS)) {
    rows[name] = figures(await typeTrace(trace, plan), plan);
  }
  console.table(rows);
}

function figures({ typing, server, tokensShown }: TypingResult, { source }: TypingPlan) {
  const times = [...typing.times].sort((one, other) => one - other);
  const quantile = (share: number) => Math.round(times[Math.floor(share * times.length)] ?? NaN);
  return {
    'req/100': round((100 * server.requests) / typing.characters),
    'cancelled %': percent(server.cancelled, server.requests),
    'right %': percent(typing.right, typing.keys),
    'of shown %': percent(typing.right, typing.shown),
    'memory %': round(100 * shareFromMemory(typing)),
    ms: [0.5, 0.75, 0.9].map(quantile).join(' / '),
    'unseen tokens %':
      source === 'pipeline' ? percent(server.tokens - tokensShown, server.tokens) : '',
    429: server.refused,
  };
}

function percent(part: number, whole: number): number {
  return round((100 * part) / whole);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
