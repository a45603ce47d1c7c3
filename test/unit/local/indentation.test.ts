import assert from 'node:assert/strict';
import { firstUnitOf, Indentation } from '../../../src/local/indentation';
import { unitMark } from '../../../src/local/indentationUnit';
import { LexemeReader } from '../../../src/local/learning';
import { isFullLexeme, lex, normaliseForLearning } from '../../../src/local/lexer';
import { linesOf } from '../../../src/local/openDocument';
import { Vocabulary } from '../../../src/local/vocabulary';
import { finish, pick, seededRandom } from './localTesting';
import { indentationsIn, relative } from './predictions';

/** The text that lexemes stand for. @param unit of indentation, where they do not yet show it */
function written(lexemes: readonly string[], unit: string): string {
  let indentation = Indentation.before(unit);
  let text = '';
  for (const lexeme of lexemes) {
    const each = lexeme.startsWith('\n') ? indentation.textOf(lexeme) : lexeme;
    assert.ok(each !== undefined, `${JSON.stringify(lexeme)} after ${JSON.stringify(text)}`);
    indentation = indentation.next(each, text.replace(/\r$/, '').at(-1));
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
      ['\n>', '\n>', '\n', '\n=', '\n<', '\n\t', '\n', '\n='],
    );
  });

  it('are the same however deep the code stands, in any style', () => {
    const code = 'if {\n\ta;\n\n\tb;\n}';
    const before = 'x:\n\tx\nx\n';
    const start = relative(before).length;
    for (const indentation of ['', '  ', '\t', '\t\t']) {
      const deep = (indentation + code.replaceAll(/\n(?!\n)/g, `\n${indentation}`)).trimStart();
      const lexemes = relative(`${before}\n${indentation}${deep}`).slice(start + 1);
      const last = indentation === '' ? '\n' : '\n<';
      assert.deepEqual(lexemes, [
        'if',
        ' ',
        '{',
        '\n>',
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
      assert.equal(written(relative(text), firstUnitOf(text)), text);
    }
  });

  it('are as text what no other lexeme is there', () => {
    const random = seededRandom(52, 0);
    const texts = Array.from({ length: 60 }, () => indentedText(random));
    const lineEnds = new Set(texts.flatMap(relative).filter((each) => each.startsWith('\n')));
    for (const text of texts) {
      const indentation =
        indentationsIn(lex(text), Indentation.before('  ')).at(-1) ?? Indentation.none;
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
      const begin = Indentation.before(firstUnitOf(text));
      const lines = linesOf(text, true);
      const { unit } = lines.reduce((end, line) => end.afterLine(line), begin);
      assert.deepEqual(whole, [...relative(text), ...(unit === '' ? [] : [unitMark(unit)])]);
      let indentation = begin;
      const byLines = lines.flatMap((line) => {
        const lexemes = reader.readAll(line, indentation);
        indentation = indentation.afterLine(line);
        return texts(lexemes);
      });
      assert.deepEqual(byLines, relative(text));
    }
  });
});

/** The line ends of a text as they are learned. */
function lineEnds(text: string): string[] {
  return relative(text).filter((lexeme) => lexeme.startsWith('\n'));
}

describe('The unit of indentation', () => {
  it('makes levels the same lexemes in all files', () => {
    const code = 'a {\n  b {\n    c;\n    d {\n      e;\n    }\n  }\n  f {\n    g;\n}\n';
    const expected = ['>', '>', '=', '>', '<', '<', '=', '>', '', '='].map((each) => `\n${each}`);
    for (const unit of ['  ', '   ', '    ', '        ', '\t']) {
      const text = code.replaceAll('  ', unit);
      assert.deepEqual(lineEnds(text), expected);
      assert.deepEqual(lineEnds(text.replaceAll('\n', '\r\n')), expected);
    }
  });

  it('may come several times: where a statement goes on, where blocks of Python end', () => {
    const code = 'def a():\n  for b in c:\n    if d:\n      e(f,\n          g)\n  h\n';
    const expected = ['\n>', '\n>', '\n>', '\n>>', '\n<<<<', '\n'];
    for (const unit of ['  ', '    ', '\t']) {
      assert.deepEqual(lineEnds(code.replaceAll('  ', unit)), expected);
    }
  });

  it('is not what aligns text: comments, arguments', () => {
    const text = 'a {\n  b;\n  /**\n   * c\n   */\n  d(e,\n    f,\n          g);\n  h {\n    i';
    const expected = ['>', '=', '+ ', '=', '< ', '>', '+      ', '<<<<', '=', '>'];
    assert.deepEqual(lineEnds(text), expected.map((each) => `\n${each}`).toSpliced(8, 1));
  });

  it('is that of most lines, also where others come first or in between', () => {
    const first = 'a = b(\n    c)\nd {\n  e {\n    f {\n      g {\n';
    assert.deepEqual(lineEnds(first), ['\n>>', '\n', '\n>', '\n>', '\n>', '\n']);
    const between = `${'a {\n\tb;\n}\n'.repeat(9)}${'a = b(\n    c)\n'.repeat(8)}a {\n\tb`;
    assert.equal(lineEnds(between).at(-1), '\n>');
  });

  it('shows by its second line where no line before opens a block that is known to', () => {
    assert.equal(firstUnitOf('if a\n  b\nfi\n'), '');
    assert.equal(firstUnitOf('if a\n  b\nfi\nif c\n  d\nfi\n'), '  ');
    assert.equal(firstUnitOf('if a\n    b\nfi\nif c\n  d\nfi\n'), '');
    assert.equal(firstUnitOf('if a {\r\n\tb\r\n'), '\t');
  });

  it('becomes another one where the text goes on otherwise', () => {
    const text = `${'a {\n\tb;\n}\n'.repeat(20)}${'a {\n  b;\n}\n'.repeat(20)}`;
    assert.equal(lineEnds(`${text}a {\n  `).at(-1), '\n>');
  });

  it('is not the indentation with which a text begins: it may begin anywhere', () => {
    assert.equal(firstUnitOf('    a;\n    b {\n      c'), '  ');
  });

  it('may be known before the text', () => {
    assert.equal(Indentation.before('\t').lexemeOf('\n\t'), '\n>');
    assert.equal(Indentation.before('\t').textOf('\n>'), '\n\t');
    assert.equal(Indentation.none.lexemeOf('\n\t'), '\n+\t');
    assert.equal(Indentation.none.textOf('\n>'), undefined);
  });
});
