import assert from 'node:assert/strict';
import { Corpus } from '../../../src/local/corpus';
import { Slices } from '../../../src/local/slices';
import { corpusOf, learn, neverAborted, pick, randomText, seededRandom } from './localTesting';
import { answersOf } from './predictions';

const NAMES = Array.from({ length: 12 }, (_, number) => `/file${number}`);

/** Code with much repetition, as code has, and something of its own. */
function code(random: () => number): string {
  const line = () =>
    pick(
      ['const a = b;\n', 'return value;\n', '  a.b(c, d);\n', '\n', randomText(random, 4)],
      random,
    );
  const lines = Array.from({ length: Math.floor(random() * 40) }, line);
  return lines.join('').replaceAll('\0', '').replaceAll('\r', '');
}

describe('Changes of workspace files', () => {
  it('leave what learning all files from scratch would have taught', async () => {
    const random = seededRandom(21, 0);
    const corpus = new Corpus(new Slices(() => false));
    const files = new Map<string, string>();
    const documents = new Map<string, string>();
    for (let round = 0; round < 25; round++) {
      const gone: string[] = [];
      const changed: Record<string, string> = {};
      for (let change = 0; change < 1 + random() * 4; change++) {
        const name = pick(NAMES, random);
        const kind = random();
        if (kind < 0.25) {
          if (name in changed) continue;
          gone.push(name);
          files.delete(name);
        } else if (kind < 0.7) {
          changed[name] = code(random);
          files.set(name, changed[name]);
        } else if (documents.delete(name)) {
          corpus.closeDocument(name);
        } else {
          documents.set(name, code(random));
          corpus.setDocument(name, documents.get(name) ?? '');
        }
      }
      await corpus.changeFiles({ gone: gone.filter((name) => !(name in changed)) }, neverAborted);
      await learn(corpus, changed);
      const fresh = new Corpus(new Slices(() => false));
      for (const [name, text] of documents) fresh.setDocument(name, text);
      await learn(fresh, Object.fromEntries(files));
      const asked = [...files.values()].join('\n').slice(0, 700);
      assert.deepEqual(answersOf(corpus, asked), answersOf(fresh, asked), `round ${round}`);
    }
  });

  it('do not change a model that was handed out before', async () => {
    const random = seededRandom(22, 0);
    const files = Object.fromEntries(NAMES.map((name) => [name, code(random)]));
    const corpus = await corpusOf(files);
    const { model } = corpus;
    const asked = Object.values(files).join('\n').slice(0, 2000);
    const before = answersOf({ model }, asked);
    for (const name of NAMES) await learn(corpus, { [name]: code(random) });
    assert.deepEqual(answersOf({ model }, asked), before);
  });

  it('change the fingerprint of the model, and the same files have the same', async () => {
    const first = await corpusOf({ '/a': 'one();\n', '/b': 'two();\n' });
    const second = await corpusOf({ '/b': 'two();\n', '/a': 'other();\n' });
    assert.notEqual(first.model.fingerprint, second.model.fingerprint);
    await learn(second, { '/a': 'one();\n' });
    assert.equal(first.model.fingerprint, second.model.fingerprint);
  });
});
