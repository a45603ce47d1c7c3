import assert from 'node:assert/strict';
import { Corpus } from '../../../src/local/corpus';
import { DocumentsIndex } from '../../../src/local/documentsIndex';
import { LexemeReader } from '../../../src/local/learning';
import { LexemeCounts } from '../../../src/local/lexemeCounts';
import { LexemeHashes } from '../../../src/local/lexemeHashes';
import { Model } from '../../../src/local/model';
import type { DocumentEdit } from '../../../src/local/openDocument';
import { Segment } from '../../../src/local/segment';
import { Slices } from '../../../src/local/slices';
import { Vocabulary } from '../../../src/local/vocabulary';
import { finish, learn, pick, randomText, seededRandom } from './localTesting';
import { answersOf } from './predictions';

/** A document as an editor has it. */
class EditorDocument {
  constructor(
    private lines: string[],
    private readonly lineEnd: string,
  ) {}

  get text(): string {
    return this.lines.join(this.lineEnd);
  }

  get lineCount(): number {
    return this.lines.length;
  }

  /** Replaces a random range by `text`. */
  edit(random: () => number, text: string): DocumentEdit {
    const startLine = Math.floor(random() * this.lines.length);
    const endLine = Math.min(this.lines.length - 1, startLine + Math.floor(random() ** 3 * 4));
    const start = this.lines[startLine] ?? '';
    const end = this.lines[endLine] ?? '';
    const startCharacter = Math.floor(random() * (start.length + 1));
    const least = startLine === endLine ? startCharacter : 0;
    const endCharacter = least + Math.floor(random() ** 4 * (end.length + 1 - least));
    const changed = start.slice(0, startCharacter) + text + end.slice(endCharacter);
    this.lines.splice(startLine, endLine - startLine + 1, ...changed.split(/\r\n|\r|\n/));
    return { startLine, startCharacter, endLine, endCharacter, text };
  }
}

const LINES = [
  'const value = compute(value, other);',
  '  return value;',
  '}',
  '',
  'if (value) {',
  '\tvalue.other(',
  '    other();',
  '\t\treturn other;',
];

async function corpusWith(documents: Readonly<Record<string, string>>): Promise<Corpus> {
  const corpus = new Corpus(new Slices(() => false), () => false);
  for (const [name, text] of Object.entries(documents)) corpus.setDocument(name, text);
  await learn(corpus);
  corpus.dispose();
  return corpus;
}

describe('Edits of open documents', () => {
  for (const lineEnd of ['\n', '\r\n']) {
    it(`leave what the whole text would have taught, with ${JSON.stringify(lineEnd)}`, async () => {
      const random = seededRandom(11, lineEnd.length);
      const first = new EditorDocument(
        Array.from({ length: 30 }, () => pick(LINES, random)),
        lineEnd,
      );
      const second = new EditorDocument([''], lineEnd);
      const corpus = await corpusWith({ first: first.text, second: second.text });
      for (let round = 0; round < 300; round++) {
        const [name, document] = pick(
          [['first', first] as const, ['second', second] as const],
          random,
        );
        const texts = [
          'v',
          'a',
          ' ',
          '',
          '',
          '\n',
          lineEnd,
          pick(LINES, random),
          randomText(random, 3),
        ];
        // Above this length most of the text would be in long lines.
        const text = document.text.length > 3000 ? '' : pick(texts, random).replaceAll('\0', '');
        const edit = document.edit(random, text);
        assert.equal(corpus.editDocument(name, [edit], document.lineCount), true);
        if (round % 10 > 0) continue;
        const fresh = await corpusWith({ first: first.text, second: second.text });
        const asked = `${first.text.replaceAll('\r', '')}\n${LINES.join('\n')}`;
        assert.deepEqual(answersOf(corpus, asked), answersOf(fresh, asked));
      }
      corpus.dispose();
    });
  }

  it('of several places at once are taken from the last to the first, as editors send them', async () => {
    const corpus = await corpusWith({ a: 'one\ntwo\nthree\n' });
    const at = (line: number) => ({
      ...{ startLine: line, startCharacter: 0, endLine: line, endCharacter: 1 },
    });
    const edits = [
      { ...at(2), text: 'T\n' },
      { ...at(0), text: 'O' },
    ];
    assert.equal(corpus.editDocument('a', edits, 5), true);
    const fresh = await corpusWith({ a: 'One\ntwo\nT\nhree\n' });
    assert.deepEqual(answersOf(corpus, 'One\ntwo\nT'), answersOf(fresh, 'One\ntwo\nT'));
    corpus.dispose();
  });

  it('do not change a model that was handed out before', async () => {
    const corpus = new Corpus(new Slices(() => false));
    corpus.setDocument('a', LINES.join('\n').repeat(20));
    await learn(corpus);
    const { model } = corpus;
    const before = answersOf(holding(model), LINES.join('\n'));
    const place = { startLine: 1, startCharacter: 0, endLine: 9, endCharacter: 0 };
    for (const text of ['x', 'y\n', 'return value;\n'.repeat(30)]) {
      void corpus.editDocument('a', [{ ...place, text }], 0);
    }
    assert.deepEqual(answersOf(holding(model), LINES.join('\n')), before);
    corpus.dispose();
  });

  it('leave memory behind that can be won back without a change of what is known', () => {
    const random = seededRandom(12, 0);
    const document = new EditorDocument(
      Array.from({ length: 40 }, () => pick(LINES, random)),
      '\n',
    );
    const vocabulary = new Vocabulary();
    const counts = new LexemeCounts();
    const hashes = new LexemeHashes(vocabulary);
    const reader = new LexemeReader(vocabulary);
    const index = new DocumentsIndex(reader, counts, hashes, () => false);
    finish(index.set('other', LINES.join('\n')));
    finish(index.set('a', document.text));
    const answers = () => {
      const unigrams = counts.unigrams(vocabulary);
      const documents = index.snapshot();
      const model = new Model(vocabulary, vocabulary.size, unigrams, Segment.empty(), documents);
      return answersOf({ model }, document.text);
    };
    const memory: number[] = [];
    for (let round = 0; round < 1500; round++) {
      const edit = document.edit(random, document.lineCount > 60 ? '' : pick(LINES, random));
      assert.equal(index.edit('a', [edit], document.lineCount), true);
      if (round % 500 < 499) continue;
      const before = answers();
      memory.push(index.snapshot().segment.lexemes.length);
      index.tidy();
      memory.push(index.snapshot().segment.lexemes.length);
      assert.deepEqual(answers(), before);
    }
    assert.ok((memory[1] ?? 0) < (memory[0] ?? 0), memory.join());
  });

  it('can make a document unlearnable and learnable again', async () => {
    const corpus = await corpusWith({ a: 'alpha.beta();\n' });
    const at = { startLine: 1, startCharacter: 0, endLine: 1, endCharacter: 0 };
    void corpus.editDocument('a', [{ ...at, text: '\0' }], 2);
    assert.deepEqual(answersOf(corpus, 'alpha'), answersOf(await corpusWith({}), 'alpha'));
    void corpus.editDocument('a', [{ ...at, endCharacter: 1, text: '' }], 2);
    const fresh = await corpusWith({ a: 'alpha.beta();\n' });
    assert.deepEqual(answersOf(corpus, 'alpha'), answersOf(fresh, 'alpha'));
    corpus.dispose();
  });
});

function holding(model: Corpus['model']): Pick<Corpus, 'model'> {
  return { model };
}
