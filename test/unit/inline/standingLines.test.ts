import assert from 'node:assert/strict';
import { standingLinesStart } from '../../../src/inline/standingLines';
import { picture } from '../../support/picture';

function kept(document: string, text: string, finished = true): string {
  return text.slice(0, standingLinesStart(text, picture(document), finished));
}

describe('A line that already stands below', () => {
  it('ends the completion', () => {
    assert.equal(kept('f() {|\n}\n', '\n  a();\n}'), '\n  a();');
    assert.equal(kept('|\n\n  two();', 'one();\n  two();\n  three();'), 'one();');
  });

  it('does not end it where it is indented otherwise', () => {
    assert.equal(kept('f() {|\n}\n', '\n  if (a) {\n  }'), '\n  if (a) {\n  }');
  });

  it('does not end it while the line may go on', () => {
    assert.equal(kept('f() {|\n}\n', '\n  a();\n}', false), '\n  a();\n}');
  });

  it("is not the rest of the cursor's own line", () => {
    assert.equal(kept('a|\nb', 'b', true), 'b');
  });
});
