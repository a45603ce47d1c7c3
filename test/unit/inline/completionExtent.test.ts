import assert from 'node:assert/strict';
import { extentAt } from '../../../src/inline/completionExtent';
import { picture } from '../../support/picture';

/** What is kept of `stream` at the cursor of `document`, fed one character at a time. */
function kept(document: string, stream: string, multiLine = true): string {
  const extent = extentAt(picture(document), multiLine);
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
    assert.equal(kept('def f():|', '\n    return 1\nprint(f())\n'), '\n    return 1');
  });

  it('is one line only where blocks are not wanted', () => {
    assert.equal(kept('  |', 'one();\n  two();\n', false), 'one();');
  });

  it('is nothing where the next line comes and only the rest of this one is wanted', () => {
    assert.equal(kept('first();|', '\nsecond();\n', false), '');
    assert.equal(kept('first();|', '  \nsecond();\n', false), '');
  });

  it('does not take white space in a blank line for content', () => {
    assert.equal(kept('  |', 'one();\n   \n  two();'), 'one();');
  });
});
