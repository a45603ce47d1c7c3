import { join } from 'node:path';
import { project } from '../support/project';
import { gapsOf, readTrace, withGaps, type EditingTrace } from './typing/editingTrace';
import { shareFromMemory } from './typing/typist';
import { together, typeTrace, type TypingPlan, type TypingResult } from './typing/typingRun';

const TRACES = [
  { file: 'rustcode.json.gz', languageId: 'rust' },
  { file: 'json-crdt-patch.json.gz', languageId: 'markdown' },
] as const;

const PIPELINE: Omit<TypingPlan, 'edits'> = {
  ...{ source: 'pipeline', eagerness: 'balanced', instant: false },
  ...{ perMinute: Infinity },
};

/** What is compared, in one run. */
const PLANS: Readonly<Record<string, typeof PIPELINE>> = {
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
 *   project; then how many edits of each are made
 */
export async function run([
  folder = join(project.root, 'test', 'bench', 'typing', 'traces'),
  edits = '2000',
]: readonly string[]): Promise<void> {
  const traces: EditingTrace[] = [];
  for (const { file, languageId } of TRACES) {
    traces.push(await readTrace(join(folder, file), languageId));
  }
  const gaps = traces.flatMap((trace) => (isFine(trace) ? gapsOf(trace) : []));
  const all = new Map<string, TypingResult>();
  for (const trace of traces) {
    console.log(`${trace.name} (${trace.languageId})`);
    const timed = isFine(trace) ? trace : withGaps(trace, gaps);
    const results = new Map<string, TypingResult>();
    for (const [name, plan] of Object.entries(PLANS)) {
      const result = await typeTrace(timed, { ...plan, edits: Number(edits) });
      results.set(name, result);
      const others = all.get(name);
      all.set(name, others ? together(others, result) : result);
    }
    report(results);
  }
  console.log('all traces');
  report(all);
}

function isFine({ edits }: EditingTrace): boolean {
  return edits.some(({ time }) => time % 1_000 !== 0);
}

function report(results: ReadonlyMap<string, TypingResult>): void {
  const rows: Record<string, ReturnType<typeof figures>> = {};
  for (const [name, result] of results) rows[name] = figures(result, PLANS[name] ?? PIPELINE);
  console.table(rows);
}

function figures({ typing, server, tokensShown }: TypingResult, { source }: typeof PIPELINE) {
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
