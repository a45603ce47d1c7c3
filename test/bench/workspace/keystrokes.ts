import { readFile } from 'node:fs/promises';
import type { Corpus } from '../../../src/local/corpus';
import { whyUnlearnable } from '../../../src/local/learning';

/** Keystrokes of which the times are taken. */
const KEYSTROKES = 500;

/** Characters before and after the cursor, as ghost text sends them. */
const WINDOW = { prefix: 8_000, suffix: 2_000 };

const neverAborted = new AbortController().signal;

/** Types into the middle of a document of so many characters. */
export async function keystrokes(
  corpus: Corpus,
  paths: readonly string[],
  characters: number,
): Promise<void> {
  let text = await sourceText(paths, characters);
  corpus.setDocument('typed', text);
  await corpus.changeFiles({}, neverAborted);
  const lines = text.split('\n').length;
  const line = Math.floor(lines / 2);
  const typed = '\nconst typedValue = computeSomething(typedValue, 12);';
  const edits: number[] = [];
  const models: number[] = [];
  const messages: number[] = [];
  let [atLine, atCharacter, lineCount] = [line, 0, lines];
  let cursor = text.split('\n').slice(0, line).join('\n').length + 1;
  for (let stroke = 0; stroke < KEYSTROKES; stroke++) {
    const character = typed.charAt(stroke % typed.length);
    if (character === '\n') lineCount++;
    const place = { startLine: atLine, startCharacter: atCharacter };
    const edit = { ...place, endLine: atLine, endCharacter: atCharacter, text: character };
    let began = performance.now();
    // All that the extension host does of it, besides what the editor has done.
    structuredClone({ type: 'editDocument', id: 'typed', edits: [edit], lineCount });
    messages.push(performance.now() - began);
    began = performance.now();
    if (corpus.editDocument('typed', [edit], lineCount) !== true) throw new Error('Not known.');
    edits.push(performance.now() - began);
    text = text.slice(0, cursor) + character + text.slice(cursor);
    cursor++;
    const prompt = text.slice(Math.max(0, cursor - WINDOW.prefix), cursor);
    const suffix = text.slice(cursor, cursor + WINDOW.suffix);
    began = performance.now();
    corpus.model.segmentsFor(prompt, suffix);
    models.push(performance.now() - began);
    [atLine, atCharacter] = character === '\n' ? [atLine + 1, 0] : [atLine, atCharacter + 1];
  }
  console.log(`\na keystroke in a document of ${characters} characters, in ms`);
  console.table({
    'the edit, in the extension host': percentiles(messages),
    'the edit, in the worker': percentiles(edits),
    'and for the next request': percentiles(models),
  });
  corpus.closeDocument('typed');
}

/** Text of sources with as many characters. */
async function sourceText(paths: readonly string[], characters: number): Promise<string> {
  let text = '';
  for (const path of paths) {
    if (text.length >= characters) break;
    const more = await readFile(path, 'utf8');
    if (whyUnlearnable(more) === undefined) text += more;
  }
  return text.slice(0, characters);
}

function percentiles(times: readonly number[]): Record<string, number> {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))]?.toFixed(3);
  return { p50: Number(at(0.5)), p95: Number(at(0.95)), longest: Number(at(1)) };
}
