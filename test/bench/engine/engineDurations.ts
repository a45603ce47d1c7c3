import { readFile } from 'node:fs/promises';
import type { SourceFile } from '../../../src/local/corpus';
import { durations } from './durations';
import { learnedCorpus } from './learnedCorpus';
import type { Cursor } from './restOfLine';

/** What is measured: the files that are learned, and the places of requests. */
export interface DurationsInput {
  readonly learned: readonly SourceFile[];
  readonly betweenLexemes: readonly Cursor[];
  readonly insideWords: readonly Cursor[];
}

/** A process that tells how long the engine takes for requests: `engineDurations.js INPUT`. */
async function engineDurations(path: string): Promise<void> {
  const input = JSON.parse(await readFile(path, 'utf8')) as DurationsInput;
  const { corpus, engine } = await learnedCorpus(input.learned);
  // The first ones are cold.
  const twenty = await durations(engine, input.betweenLexemes, 20);
  const five = await durations(engine, input.insideWords, 5);
  console.table({ '64 lexemes, 20 alternatives': twenty, '64 lexemes, 5 alternatives': five });
  corpus.dispose();
}

void engineDurations(process.argv[2] ?? '');
