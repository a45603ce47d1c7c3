import assert from 'node:assert/strict';
import { Indentation, indentationAfter } from '../../../src/local/indentation';
import { LexemeReader } from '../../../src/local/learning';
import { isFullLexeme, lex, normaliseForLearning } from '../../../src/local/lexer';
import { linesOf } from '../../../src/local/openDocument';
import { Vocabulary } from '../../../src/local/vocabulary';
import { finish, pick, seededRandom } from './localTesting';
import { relative } from './predictions';

/** The text that lexemes stand for. */
function written(lexemes: readonly string[]): string {
  let indentation = Indentation.none;
  let text = '';
  for (const lexeme of lexemes) {
    const each = lexeme.startsWith('\n') ? indentation.textOf(lexeme) : lexeme;
    assert.ok(each !== undefined, `${JSON.stringify(lexeme)} after ${JSON.stringify(text)}`);
    indentation = indentation.next(each);
    text += each;
  }
  return text;
}

/** Text with all that indentations can be: of tabs, blanks and both, very long, alone on a line. */
function indentedText(random: () => number): string {
  const pieces = [
    ...['\n', '\n', '\r\n', '\n\t', '\n\t\t', '\n  ', '\n    ', '\n \t', '\n\t  '],
    ...[61, 62, 63, 64, 70, 140].map((length) => `\n${' '.repeat(length)}`),
    ...['a', 'a', 'b;', ' ', '\r', '{', '    ', '\t', '\f', '=', '>', '<', '𝒳'],
  ];
  return Array.from({ length: 40 }, () => pick(pieces, random)).join('');
}

describe('The lexemes of line ends', () => {
  it('tell the indentation relative to that of the last line with text', () => {
    const lexemes = relative('a {\n  b {\n    c\n\n    d\n  }\n\te\n}\n');
    assert.deepEqual(
      lexemes.filter((lexeme) => lexeme.startsWith('\n')),
      ['\n>  ', '\n>  ', '\n', '\n=', '\n<  ', '\n\t', '\n', '\n='],
    );
  });

  it('are the same however deep the code stands, in any style', () => {
    const code = 'if {\n\ta;\n\n\tb;\n}';
    for (const indentation of ['', '  ', '\t', '\t\t']) {
      const deep = (indentation + code.replaceAll(/\n(?!\n)/g, `\n${indentation}`)).trimStart();
      const lexemes = relative(`x\n${indentation}${deep}`).slice(2);
      const last = indentation === '' ? '\n' : '\n<\t';
      assert.deepEqual(lexemes, [
        'if',
        ' ',
        '{',
        '\n>\t',
        'a',
        ';',
        '\n',
        '\n=',
        'b',
        ';',
        last,
        '}',
      ]);
    }
  });

  it('lose nothing, whatever the text: it is found again from its lexemes', () => {
    const random = seededRandom(51, 0);
    for (let round = 0; round < 500; round++) {
      const text = indentedText(random);
      assert.equal(written(relative(text)), text);
    }
  });

  it('are as text what no other lexeme is there', () => {
    const random = seededRandom(52, 0);
    const texts = Array.from({ length: 60 }, () => indentedText(random));
    const lineEnds = new Set(texts.flatMap(relative).filter((each) => each.startsWith('\n')));
    for (const text of texts) {
      let indentation = Indentation.none;
      for (const each of lex(text)) indentation = indentation.next(each);
      const found = [...lineEnds].flatMap((lexeme) => indentation.textOf(lexeme) ?? []);
      assert.equal(new Set(found).size, found.length);
      for (const each of found) assert.deepEqual(lex(`${text}x${each}x`).at(-2), each);
    }
  });

  it('can grow no more exactly where their text cannot', () => {
    const random = seededRandom(53, 0);
    for (let round = 0; round < 100; round++) {
      const text = indentedText(random);
      const lexemes = relative(text);
      for (const [index, each] of lex(text).entries()) {
        assert.equal(isFullLexeme(lexemes[index] ?? ''), isFullLexeme(each));
      }
    }
  });

  it('are learned by files and by lines alike', () => {
    const random = seededRandom(54, 0);
    for (let round = 0; round < 200; round++) {
      const text = normaliseForLearning(indentedText(random));
      const vocabulary = new Vocabulary();
      const reader = new LexemeReader(vocabulary);
      const texts = (numbers: Int32Array) => Array.from(numbers, (id) => vocabulary.textOf(id));
      finish(reader.read('\t\tbefore();\n'));
      const whole = texts(finish(reader.read(text)));
      assert.deepEqual(whole, relative(text));
      let indentation = '';
      const lines = linesOf(text, true).flatMap((line) => {
        const lexemes = reader.readAll(line, Indentation.after(indentation));
        indentation = indentationAfter(line, indentation);
        return texts(lexemes);
      });
      assert.deepEqual(lines, whole);
    }
  });
});
