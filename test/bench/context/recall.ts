import { phrase } from '../../../src/completions/phrase';
import { seededRandom } from '../../../src/local/random';
import { identifiersIn } from '../../../src/prompt/context/identifiers';
import { SimilarText } from '../../../src/prompt/context/similarText';
import { windowLines, type DocumentWindow } from '../../../src/prompt/documentWindow';
import type { Prompt } from '../../../src/prompt/prompt';
import { buildPrompt } from '../../../src/prompt/promptBuilder';
import type { PromptTarget } from '../../../src/prompt/promptTarget';
import type { PromptContext, PromptSubject } from '../../../src/prompt/promptSubject';
import { FIRST_RATE } from '../../../src/prompt/tokenRate';
import { jaccardWindows, wholeFiles } from './baselines';
import { hiddenLines, type HiddenLine } from './hiddenLines';
import { readSource, SOURCES, type Source } from './sources';

const BUDGET = 2_000;
const LINES = 250;

/** What the index may take of a request that finds nothing indexed, as in the editor. */
const INDEXING = 25;

export const TARGET: PromptTarget = {
  format: 'automatic',
  template: '',
  model: 'qwen2.5-coder-7b',
  capabilities: { suffix: false, rawPrompt: true },
  maxTokens: BUDGET,
  charactersPerToken: FIRST_RATE,
  verbatim: false,
};

/** `other files only` is without the far parts of the edited file, which the baselines have not either. */
type Context =
  | 'none'
  | 'whole files'
  | 'Jaccard windows'
  | 'Inkling'
  | 'Inkling, first request'
  | 'Inkling, other files only';

/** How many of the identifiers that a hidden line needs are in the prompt. */
export function measureRecall(): void {
  const means = new Map<string, number[]>();
  for (const source of SOURCES) {
    const row = recallIn(source);
    console.log(
      `${source.name} (${source.language}), ${row.lines} lines, ${row.wanted} identifiers`,
    );
    console.table(row.table);
    const points = (context: Context) => row.table[context]?.recall ?? 0;
    const above = (baseline: Context) => round(points('Inkling') - points(baseline));
    console.log(
      `${above('whole files')} points above whole files, ` +
        `${above('Jaccard windows')} above Jaccard windows.\n`,
    );
    for (const [context, { recall }] of Object.entries(row.table)) {
      means.set(context, [...(means.get(context) ?? []), recall]);
    }
  }
  const mean = (context: Context) => average(means.get(context) ?? []);
  console.table({
    'mean recall, %': Object.fromEntries(
      [...means.keys()].map((key) => [key, round(average(means.get(key) ?? []))]),
    ),
  });
  console.log(
    `Inkling is ${round(mean('Inkling') - mean('whole files'))} points above whole files and ` +
      `${round(mean('Inkling') - mean('Jaccard windows'))} points above Jaccard windows.\n`,
  );
}

function recallIn(source: Source) {
  const files = readSource(source);
  const random = seededRandom(1, 0);
  const places = hiddenLines(files, LINES, BUDGET * FIRST_RATE, random);
  const found = new Map<Context, number>();
  const times = new Map<Context, number[]>();
  for (const place of places) {
    const measure = (context: Context, make: () => Prompt) => {
      const began = processorTime();
      const prompt = make();
      times.set(context, [...(times.get(context) ?? []), processorTime() - began]);
      const have = new Set(identifiersIn(prompt.parts.map(({ text }) => text).join('\n')));
      const hits = place.wanted.filter((identifier) => have.has(identifier)).length;
      found.set(context, (found.get(context) ?? 0) + hits);
    };
    measureAt(place, source, measure);
  }
  const wanted = places.reduce((sum, place) => sum + place.wanted.length, 0);
  const table = Object.fromEntries(
    [...found].map(([context, hits]) => [
      context,
      {
        recall: round((100 * hits) / wanted),
        'CPU, p50 ms': round(percentile(times.get(context) ?? [], 0.5)),
        'CPU, p95 ms': round(percentile(times.get(context) ?? [], 0.95)),
      },
    ]),
  );
  return { lines: places.length, wanted, table };
}

function measureAt(
  { file, line, neighbours }: HiddenLine,
  { language }: Source,
  measure: (context: Context, make: () => Prompt) => void,
): void {
  const subject: PromptSubject = {
    path: file.path,
    language,
    line,
    window: windowWithout(file.lines, line),
    document: {
      count: file.lines.length,
      at: (number) => (number === line ? '' : (file.lines[number] ?? '')),
    },
  };
  const given = (textFor: (budget: number) => string): PromptContext => ({
    sections: [],
    similar: (budget) => {
      const text = textFor(budget);
      return text === ''
        ? []
        : [{ kind: 'similar', label: 'context', text, reason: phrase`context` }];
    },
  });
  measure('none', () =>
    buildPrompt(
      subject,
      given(() => ''),
      TARGET,
    ),
  );
  measure('whole files', () =>
    buildPrompt(
      subject,
      given((budget) => wholeFiles(neighbours, budget - 20)),
      TARGET,
    ),
  );
  measure('Jaccard windows', () =>
    buildPrompt(
      subject,
      given((budget) => jaccardWindows(neighbours, subject.window.prefix, budget - 20)),
      TARGET,
    ),
  );
  const similarText = new SimilarText(() => performance.now());
  const ours: PromptContext = {
    sections: [],
    similar: (budget) => similarText.around(file.path, subject.window, budget, () => true),
  };
  measure('Inkling, first request', () => {
    for (const neighbour of [...neighbours].reverse()) {
      similarText.setDocument(neighbour.path, neighbour.path, 1, () => neighbour.lines);
    }
    const hidden = file.lines.with(line, '');
    similarText.setDocument(file.path, file.path, 1, () => hidden);
    similarText.prepare(INDEXING);
    return buildPrompt(subject, ours, TARGET);
  });
  similarText.prepare(Infinity);
  similarText.forget(file.path);
  measure('Inkling, other files only', () => {
    const others = (id: string) => id !== file.path;
    const similar = (budget: number) =>
      similarText.around(file.path, subject.window, budget, others);
    return buildPrompt(subject, { sections: [], similar }, TARGET);
  });
  similarText.forget(file.path);
  measure('Inkling', () => buildPrompt(subject, ours, TARGET));
}

/** The window of the editor with the cursor where line `line` was, now empty. */
function windowWithout(lines: readonly string[], line: number): DocumentWindow {
  const { start, end } = windowLines(line, lines.length);
  const before = lines.slice(start, line).map((text) => `${text}\n`);
  const after = lines.slice(line + 1, end).map((text) => `\n${text}`);
  return { prefix: before.join(''), suffix: after.join('') };
}

/** Of this process, its collector of garbage included, in milliseconds: other work does not count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function percentile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(part * (values.length - 1))] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
