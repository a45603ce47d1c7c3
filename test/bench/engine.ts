import { Corpus, type SourceFile } from '../../src/local/corpus';
import { Engine } from '../../src/local/engine';
import { practise } from '../../src/local/practice';
import { seededRandom } from '../../src/local/random';
import { Slices } from '../../src/local/slices';
import { CORPORA, type CorpusSource, readCorpus } from './engine/corpora';
import { durations } from './engine/durations';
import { byEagerness } from './engine/eagernessLevels';
import { engineFigures, prototypeFigures } from './engine/nextLexeme';
import { Prototype } from './engine/prototype';
import { byEngine, byPrototype, cursors, writtenByEngine } from './engine/restOfLine';

const neverAborted = new AbortController().signal;

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
  const corpus = new Corpus(new Slices(() => false));
  const engine = new Engine(() => corpus.model);
  const { files, lexemes } = await corpus.addFiles(eachOf(learned), neverAborted);
  console.log(`${files} files, ${lexemes} lexemes; ${heldOut.length} files held out`);
  const prototype = new Prototype(learned);
  const { betweenLexemes, insideWords } = cursors(heldOut, seededRandom(1, 0));
  await practise(engine, neverAborted);
  // Before anything else, so that the first ones are cold.
  console.table({
    '64 lexemes, 20 alternatives': await durations(engine, betweenLexemes, 20),
    '64 lexemes, 5 alternatives': await durations(engine, insideWords, 5),
  });
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

async function* eachOf(files: readonly SourceFile[]): AsyncGenerator<SourceFile> {
  for (const file of files) yield await Promise.resolve(file);
}
