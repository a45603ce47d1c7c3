import { Corpus, type SourceFile } from '../../src/local/corpus';
import { Engine } from '../../src/local/engine';
import { practise } from '../../src/local/practice';
import { seededRandom } from '../../src/local/random';
import { Slices } from '../../src/local/slices';
import { CORPORA, type CorpusSource, readCorpus } from './engine/corpora';
import { durations } from './engine/durations';
import { engineFigures, prototypeFigures } from './engine/nextLexeme';
import { Prototype } from './engine/prototype';
import { byEngine, byPrototype, cursors } from './engine/restOfLine';

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
  console.table({
    'mid-line': await byEngine(corpus, engine, betweenLexemes),
    'mid-line, by the prototype': await byPrototype(prototype, betweenLexemes),
    'inside a word': await byEngine(corpus, engine, insideWords),
    'inside a word, by the prototype': await byPrototype(prototype, insideWords),
  });
  corpus.dispose();
}

async function* eachOf(files: readonly SourceFile[]): AsyncGenerator<SourceFile> {
  for (const file of files) yield await Promise.resolve(file);
}
