import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../src/local/random';
import { runBundled } from './bundledProcess';
import { CORPORA, type CorpusSource, readCorpus } from './engine/corpora';
import { byEagerness } from './engine/eagernessLevels';
import type { DurationsInput } from './engine/engineDurations';
import { learnedCorpus } from './engine/learnedCorpus';
import { engineFigures, prototypeFigures } from './engine/nextLexeme';
import { Prototype } from './engine/prototype';
import { byEngine, byPrototype, cursors, writtenByEngine } from './engine/restOfLine';

/**
 * How good the embedded engine is at code that it has not seen, beside the prototype's method, and
 * how fast it is.
 *
 * @param names packages of the corpora; all of them without
 */
export async function run(names: readonly string[]): Promise<void> {
  for (const source of CORPORA) {
    if (names.length === 0 || names.includes(source.package)) await measure(source);
  }
}

async function measure(source: CorpusSource): Promise<void> {
  console.log(`${source.language}: ${source.package} ${source.version}, ${source.folder}`);
  const { learned, heldOut } = await readCorpus(source);
  const { corpus, engine, learned: size } = await learnedCorpus(learned);
  console.log(`${size.files} files, ${size.lexemes} lexemes; ${heldOut.length} files held out`);
  const prototype = new Prototype(learned);
  const { betweenLexemes, insideWords } = cursors(heldOut, seededRandom(1, 0));
  console.log(await durationsOf({ learned, betweenLexemes, insideWords }));
  console.table({
    'next lexeme': engineFigures(corpus.model, heldOut),
    'by the prototype': prototypeFigures(prototype, heldOut),
  });
  const midLine = await writtenByEngine(corpus, engine, betweenLexemes);
  const inWord = await writtenByEngine(corpus, engine, insideWords);
  console.table({
    'mid-line': byEngine(betweenLexemes, midLine),
    'mid-line, by the prototype': byPrototype(prototype, betweenLexemes),
    'inside a word': byEngine(insideWords, inWord),
    'inside a word, by the prototype': byPrototype(prototype, insideWords),
  });
  console.log('What each eagerness shows');
  console.table(byEagerness([...betweenLexemes, ...insideWords], [...midLine, ...inWord]));
  corpus.dispose();
}

/** How long requests take where nothing has run before, as in the extension. */
async function durationsOf(input: DurationsInput): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'inkling-bench-'));
  try {
    const file = join(folder, 'input.json');
    await writeFile(file, JSON.stringify(input));
    const script = join(__dirname, 'engine', 'engineDurations.ts');
    return (await runBundled(folder, [script], [file])).trimEnd();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
