import assert from 'node:assert/strict';
import { firstUnitOf } from '../../../../src/local/indentation';
import { ByteReader } from '../../../../src/local/indexing/byteReader';
import { TextTable } from '../../../../src/local/indexing/textTable';
import { LexemeReader } from '../../../../src/local/learning';
import { normaliseForLearning } from '../../../../src/local/lexer';
import { NumberList } from '../../../../src/local/numberList';
import { Vocabulary } from '../../../../src/local/vocabulary';
import type { Random } from '../../../../src/local/random';
import { finish, pick, randomText, seededRandom } from '../localTesting';

/** Text of many scripts between indentations of every length. */
function indentedText(random: Random): string {
  const blanks = () => (random() < 0.8 ? '  ' : '\t').repeat(random() * (random() < 0.1 ? 80 : 6));
  let text = '';
  for (let line = random() * 12; line > 0; line--) {
    const end = pick(['', '', '{', ':'], random);
    text += `${blanks()}${random() < 0.2 ? '' : randomText(random, random() * 6) + end}\n`;
  }
  return text + blanks();
}

describe('ByteReader', () => {
  it('numbers the same lexemes as LexemeReader does, text after text', () => {
    const random = seededRandom(61, 0);
    const vocabulary = new Vocabulary();
    const expected = new LexemeReader(vocabulary);
    const table = new TextTable();
    const output = new NumberList();
    const reader = new ByteReader(table, new TextTable(), output);
    for (let round = 0; round < 2000; round++) {
      // Without lone surrogates, which no file has when it is read.
      const text = Buffer.from(normaliseForLearning(indentedText(random))).toString();
      output.clear();
      // What is behind the text must not matter.
      const bytes = Buffer.from(`${text}${random() < 0.5 ? 'more' : '  \n'}`);
      reader.append(bytes, Buffer.byteLength(text), firstUnitOf(text));
      assert.deepEqual(output.copy(), finish(expected.read(text)), JSON.stringify(text));
    }
    assert.equal(table.size, vocabulary.size - 1);
    for (let number = 1; number <= table.size; number++) {
      assert.equal(table.textOf(number), vocabulary.textOf(number));
    }
  });
});

describe('TextTable', () => {
  it('finds each of many texts again, and tells them apart', () => {
    const table = new TextTable();
    const texts = Array.from({ length: 60_000 }, (_, index) => `${index % 7}é${index}`);
    for (const [index, text] of texts.entries()) assert.equal(table.numberOfText(text), index + 1);
    const bytes = Buffer.from(texts.join(''));
    assert.equal(table.numberOfText(texts.join('')), texts.length + 1);
    assert.equal(table.textOf(texts.length + 1), bytes.toString());
    for (const [index, text] of texts.entries()) {
      assert.equal(table.numberOfText(text), index + 1);
      assert.equal(table.textOf(index + 1), text);
    }
    assert.equal(table.size, texts.length + 1);
  });

  it('tells texts of one hash apart', () => {
    const table = new TextTable();
    const [one, other] = [Buffer.from('one'), Buffer.from('two')];
    assert.equal(table.numberOf(one, 0, 3, 7), 1);
    assert.equal(table.numberOf(other, 0, 3, 7), 2);
    assert.equal(table.numberOf(other, 0, 2, 7), 3);
    assert.equal(table.numberOf(one, 0, 3, 7), 1);
    assert.equal(table.numberOf(other, 0, 3, 7), 2);
  });
});
