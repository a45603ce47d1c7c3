import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Corpus } from '../../../src/local/corpus';
import { Engine } from '../../../src/local/engine';
import { PromptReading } from '../../../src/local/promptReading';
import { Ranking } from '../../../src/local/ranking';
import { Slices } from '../../../src/local/slices';
import { readSourceFiles } from '../../../src/local/sourceFiles';
import { greedy, neverAborted } from './localTesting';

const SOURCES = join(dirname(require.resolve('rxjs/package.json')), 'src', 'internal');
const HELD_OUT = join(SOURCES, 'operators', 'takeWhile.ts');

describe('Of the sources of rxjs, one file held out, the engine', () => {
  let engine: Engine;
  let corpus: Corpus;
  let text: string;

  before(async () => {
    const names = await readdir(SOURCES, { recursive: true });
    const paths = names.filter((name) => name.endsWith('.ts')).map((name) => join(SOURCES, name));
    corpus = new Corpus(new Slices(() => false));
    engine = new Engine(() => corpus.model);
    const others = paths.filter((path) => path !== HELD_OUT);
    const result = await corpus.addFiles(readSourceFiles(others, neverAborted), neverAborted);
    assert.equal(result.files, others.length);
    assert.ok(result.lexemes > 100_000);
    for await (const file of readSourceFiles([HELD_OUT], neverAborted)) text = file.text;
  });

  /** What is written after the first occurrence of `beginning` in the held-out file. */
  const completed = (beginning: string) => {
    const at = text.indexOf(beginning);
    assert.ok(at >= 0, `The held-out file does not have ${beginning}.`);
    return greedy(engine, {
      prompt: text.slice(0, at + beginning.length),
      suffix: text.slice(text.indexOf('\n', at)),
      stop: '\n',
      max_tokens: 40,
    });
  };

  it('completes a line begun the way other lines begin', async () => {
    assert.equal(await completed("import { operate } from '../ut"), "il/lift';");
    assert.equal(
      await completed('import { createOperatorSubscriber'),
      " } from './OperatorSubscriber';",
    );
    assert.equal(await completed('  return operate((sou'), 'rce, subscriber) => {');
    assert.equal(await completed('subscriber.comp'), 'lete();');
  });

  it('has more than half of the lexemes right, in under three bits each', () => {
    const prompt = new PromptReading(corpus.model, text, '');
    const sequence = prompt.newSequence();
    let right = 0;
    let bits = 0;
    let known = 0;
    for (const lexeme of prompt.whole) {
      const distribution = sequence.predict();
      const probability = distribution.probabilityOf(lexeme);
      if (new Ranking(distribution).at(0)?.candidate === lexeme) right++;
      if (probability > 0) {
        known++;
        bits -= Math.log2(probability);
      }
      sequence.append(lexeme);
    }
    assert.ok(known > 0.98 * prompt.whole.length);
    assert.ok(right > 0.6 * prompt.whole.length, `${right} of ${prompt.whole.length}`);
    assert.ok(bits < 3 * known, `${bits / known}`);
  });
});
