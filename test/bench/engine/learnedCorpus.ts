import { Corpus, type SourceFile } from '../../../src/local/corpus';
import { Engine } from '../../../src/local/engine';
import { practise } from '../../../src/local/practice';
import { Slices } from '../../../src/local/slices';

const neverAborted = new AbortController().signal;

/** The embedded engine, once it has read files and practised, as it does when a workspace is opened. */
export async function learnedCorpus(files: readonly SourceFile[]) {
  const corpus = new Corpus(new Slices(() => false));
  const engine = new Engine(() => corpus.model);
  const learned = await corpus.addFiles(eachOf(files), neverAborted);
  await practise(engine, neverAborted);
  return { corpus, engine, learned };
}

async function* eachOf(files: readonly SourceFile[]): AsyncGenerator<SourceFile> {
  for (const file of files) yield await Promise.resolve(file);
}
