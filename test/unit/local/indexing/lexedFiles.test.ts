import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileLexer } from '../../../../src/local/indexing/lexedFiles';
import { LexemeReader } from '../../../../src/local/learning';
import { Vocabulary } from '../../../../src/local/vocabulary';
import { finish } from '../localTesting';

describe('FileLexer', () => {
  const memory = new Int32Array(100);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkling-lexer-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  async function files(...contents: readonly (string | Buffer)[]): Promise<string[]> {
    return Promise.all(
      contents.map(async (content, index) => {
        const path = join(folder, `${index}`);
        await writeFile(path, content);
        return path;
      }),
    );
  }

  it('reads files as LexemeReader does their text, whatever their bytes', async () => {
    const broken = Buffer.from([97, 0xff, 0xc3, 10, 0xf0, 0x9f, 0x98, 32, 0xed, 0xa0, 0x80, 98]);
    const contents = ['\uFEFFa\r\n\tb\rc\r', 'é = 变量;\r\n', '', broken, 'a\n  b\n  c'];
    const { files: read, lexemes, texts } = new FileLexer().lex(await files(...contents), memory);
    const vocabulary = new Vocabulary();
    const reader = new LexemeReader(vocabulary);
    const expected = contents.map((content) => finish(reader.read(content.toString())));
    assert.deepEqual(
      read.map(({ result }) => result),
      expected.map(({ length }) => length),
    );
    assert.deepEqual(
      [...lexemes],
      expected.flatMap((each) => [...each]),
    );
    assert.deepEqual(
      texts,
      texts.map((_, index) => vocabulary.textOf(index + 1)),
    );
    assert.equal(texts.length, vocabulary.size - 1);
  });

  it('tells each text once', async () => {
    const lexer = new FileLexer();
    const paths = await files('one two', 'two three', 'three one');
    const told = paths.map((path) => lexer.lex([path], memory));
    assert.deepEqual(
      told.map(({ texts }) => texts),
      [['one', ' ', 'two'], ['three'], []],
    );
    assert.deepEqual([...(told[2]?.lexemes ?? [])], [4, 2, 1]);
  });

  it('puts lexemes into the memory that it is given, as long as there is room', async () => {
    const lexer = new FileLexer();
    const paths = await files('a b', 'a b '.repeat(26));
    const some = lexer.lex(paths.slice(0, 1), memory);
    assert.equal(some.lexemes.buffer, memory.buffer);
    assert.deepEqual([...some.lexemes], [1, 2, 3]);
    const many = lexer.lex(paths.slice(1), memory);
    assert.notEqual(many.lexemes.buffer, memory.buffer);
    assert.deepEqual([...many.lexemes], Array(26).fill([1, 2, 3, 2]).flat());
  });

  it('learns nothing from what is no source text, or gone', async () => {
    const paths = await files('a\0b', 'x = 1;'.repeat(200), '// @generated\nx');
    const lexer = new FileLexer();
    const { files: read, lexemes, texts } = lexer.lex([...paths, join(folder, 'gone')], memory);
    assert.deepEqual(
      read.map(({ result }) => result),
      ['binary', 'generated', 'generated'],
    );
    assert.deepEqual([lexemes.length, texts], [0, []]);
  });
});
