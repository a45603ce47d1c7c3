import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { SimilarText } from '../../../src/prompt/context/similarText';
import { windowLines, type DocumentWindow } from '../../../src/prompt/documentWindow';
import { buildPrompt } from '../../../src/prompt/promptBuilder';
import type { PromptContext } from '../../../src/prompt/promptSubject';
import { TARGET } from './recall';
import { readSource, SOURCES } from './sources';

const TRACES = ['rustcode.json.gz', 'json-crdt-patch.json.gz'];

/** Keystrokes of each trace that are replayed, from its middle, and between two requests. */
const KEYSTROKES = 1_500;
const PACES = [1, 5];

const traceSchema = v.object({
  startContent: v.string(),
  txns: v.array(v.object({ patches: v.array(v.tuple([v.number(), v.number(), v.string()])) })),
});

/** The formats whose servers keep prompts: one that ends in the suffix, one filled by instruction. */
const MODELS = ['qwen2.5-coder-7b', 'llama-3.3-70b', 'qwen-3.8-27b', 'some-model'];

/** How much of each prompt repeats the beginning of the one before, over recorded typing. */
export function measureRepeatedPrefix(folder: string): void {
  const rows: Record<string, Record<string, string>> = {};
  for (const name of TRACES) {
    const bytes = readFileSync(join(folder, name));
    const trace = v.parse(traceSchema, JSON.parse(gunzipSync(bytes).toString('utf8')));
    for (const model of MODELS) {
      const shares = PACES.map((pace) => [
        `asked every ${pace} key(s), %`,
        replay(trace, model, pace),
      ]);
      rows[`${name}, ${model}`] = Object.fromEntries(shares) as Record<string, string>;
    }
  }
  console.log('The share of each prompt that repeats the beginning of the one before');
  console.table(rows);
}

/** The share in percent, as whole prompts are counted, of characters that the server has seen. */
function replay(trace: v.InferOutput<typeof traceSchema>, model: string, pace: number): string {
  const similarText = new SimilarText(() => performance.now());
  const [, source] = SOURCES;
  for (const file of source ? readSource(source).slice(0, 12) : []) {
    similarText.setDocument(file.path, file.path, 1, () => file.lines);
  }
  similarText.prepare(Infinity);
  const document = Array.from(trace.startContent);
  const first = Math.floor(trace.txns.length / 2);
  let asked = 0;
  let before = '';
  let repeated = 0;
  let all = 0;
  let line = -1;
  // As in the editor: what is shown beside the text stays while the cursor stays on its line.
  const frozen = new Map<number, ReturnType<PromptContext['similar']>>();
  for (const [index, { patches }] of trace.txns.entries()) {
    let cursor: number | undefined;
    for (const [position, deleted, inserted] of patches) {
      const characters = Array.from(inserted);
      document.splice(position, deleted, ...characters);
      cursor = characters.length === 1 ? position + 1 : undefined;
    }
    if (index < first || cursor === undefined) continue;
    if (index >= first + KEYSTROKES) break;
    if (asked++ % pace !== 0) continue;
    const lines = document.join('').split('\n');
    const at = document.slice(0, cursor).join('').split('\n');
    const window = windowAt(lines, at.length - 1, at.at(-1)?.length ?? 0);
    if (line !== at.length) {
      line = at.length;
      similarText.setDocument('edited', 'src/edited.rs', index, () => lines);
      similarText.prepare(Infinity);
      frozen.clear();
    }
    const context: PromptContext = {
      sections: [],
      similar: (budget) => {
        const kept = frozen.get(budget);
        const sections = kept ?? similarText.around('edited', window, budget, () => true);
        frozen.set(budget, sections);
        return sections;
      },
    };
    const subject = {
      path: 'src/edited.rs',
      language: 'rust',
      window,
      line: at.length - 1,
      document: { count: lines.length, at: (number: number) => lines[number] ?? '' },
    };
    const prompt = buildPrompt(subject, context, { ...TARGET, model });
    const text = prompt.parts.map((part) => part.text).join('');
    repeated += commonPrefix(before, text);
    all += before === '' ? 0 : text.length;
    before = text;
  }
  return ((100 * repeated) / all).toFixed(1);
}

function windowAt(lines: readonly string[], line: number, column: number): DocumentWindow {
  const { start, end } = windowLines(line, lines.length);
  const text = lines[line] ?? '';
  return {
    prefix: [...lines.slice(start, line), text.slice(0, column)].join('\n'),
    suffix: [text.slice(column), ...lines.slice(line + 1, end)].join('\n'),
  };
}

function commonPrefix(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
}
