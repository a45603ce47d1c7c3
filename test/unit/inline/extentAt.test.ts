import assert from 'node:assert/strict';
import { extentAt } from '../../../src/inline/extentAt';
import { picture } from '../../support/picture';

/** What is kept of `stream` at the cursor of `document`, fed one character at a time. */
function kept(
  document: string,
  stream: string,
  {
    multiLine = true,
    languageId = 'typescript',
  }: { multiLine?: boolean | 'always'; languageId?: string } = {},
): string {
  const extent = extentAt(picture(document), { multiLine, languageId });
  for (let length = 1; length <= stream.length; length++) {
    const end = extent.end(stream.slice(0, length));
    if (end !== undefined) return stream.slice(0, end);
  }
  return stream;
}

describe('The extent of a completion', () => {
  it('in the middle of a line is the rest of that line', () => {
    assert.equal(kept('const a = |', 'compute();\nconst b = 2;\n'), 'compute();');
  });

  it('of a line that is full is the next line', () => {
    assert.equal(kept('first();|', '\nsecond();\nthird();'), '\nsecond();');
  });

  it('is empty when the model has only blank lines to offer', () => {
    assert.equal(kept('first();|', '\n\n\n\n\n'), '');
  });

  it('at an empty line is the block, up to where the indentation falls back', () => {
    assert.equal(
      kept('function f() {\n  |', 'one();\n  if (a) {\n    two();\n  }\n}\n\nfunction g() {'),
      'one();\n  if (a) {\n    two();\n  }',
    );
  });

  it('at an empty line ends at a blank line', () => {
    assert.equal(kept('|', 'one();\ntwo();\n\nthree();'), 'one();\ntwo();');
  });

  it('after the opening of a block is the block with its closing line', () => {
    assert.equal(
      kept('describe("a", () => {|', '\n  it("b");\n});\nother();'),
      '\n  it("b");\n});',
    );
  });

  it('after the opening of a block without a closing line ends with the block', () => {
    assert.equal(
      kept('def f():|', '\n    return 1\nprint(f())\n', { languageId: 'python' }),
      '\n    return 1',
    );
  });

  it('is the rest of the block at any place where several lines are asked for', () => {
    const stream = 'one();\n  two();\n}\nthree();\n';
    assert.equal(kept('function f() {\n  const a = |', stream), 'one();');
    assert.equal(
      kept('function f() {\n  const a = |', stream, { multiLine: 'always' }),
      'one();\n  two();',
    );
  });

  it('is one line only where blocks are not wanted', () => {
    assert.equal(kept('  |', 'one();\n  two();\n', { multiLine: false }), 'one();');
  });

  it('is nothing where the next line comes and only the rest of this one is wanted', () => {
    assert.equal(kept('first();|', '\nsecond();\n', { multiLine: false }), '');
    assert.equal(kept('first();|', '  \nsecond();\n', { multiLine: false }), '');
  });

  it('does not take white space in a blank line for content', () => {
    assert.equal(kept('  |', 'one();\n   \n  two();'), 'one();');
  });

  it('does not end at a blank line inside a nested block', () => {
    const block = 'if (a) {\n    one();\n\n    two();\n  }';
    assert.equal(kept('{\n  |', `${block}\n\n  more();\n`), block);
  });

  it('goes on where an else follows', () => {
    const block = '\n  one();\n} else {\n  two();\n}';
    assert.equal(kept('if (a) {|', `${block}\nmore();\n`), block);
    const python = '\n    one()\nelse:\n    two()';
    const options = { languageId: 'python' };
    assert.equal(kept('if a:|', `${python}\nmore()\n`, options), python);
  });

  it('takes brackets in strings and comments for text', () => {
    const block = "\n  // a }\n  log('}');\n}";
    assert.equal(kept('function f() {|', `${block}\nmore();\n`), block);
  });

  it('takes no notice of the indentation inside a string of several lines', () => {
    const block = '\n  return `\nat the margin\n`;\n}';
    assert.equal(kept('function f() {|', `${block}\nmore();\n`), block);
  });

  it('ends before a bracket that closes what was open before', () => {
    assert.equal(kept('function f() {\n  |', 'return 1;\n}\nmore();\n'), 'return 1;');
  });

  it('is the rest of the line inside a string', () => {
    assert.equal(kept('log("(|', 'a)");\nmore();\n'), 'a)");');
  });

  it('lets the server stop at the end of the line where no more is wanted', () => {
    const options = { multiLine: true, languageId: 'typescript' };
    assert.equal(extentAt(picture('const a = |'), options).stop, '\n');
    assert.equal(extentAt(picture('function f() {|'), options).stop, undefined);
  });

  it('after an else is the block of the else', () => {
    const block = '\n  two();\n}';
    assert.equal(kept('if (a) {\n  one();\n} else {|', `${block}\nmore();\n`), block);
  });
});
