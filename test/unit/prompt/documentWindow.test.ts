import assert from 'node:assert/strict';
import { lineAfterCursor, lineBeforeCursor, windowLines } from '../../../src/prompt/documentWindow';
import { picture } from '../../support/picture';

describe('The window of a document', () => {
  it('knows the two halves of the cursor line', () => {
    const window = picture('first\nconst a| = 1;\nlast');
    assert.equal(lineBeforeCursor(window), 'const a');
    assert.equal(lineAfterCursor(window), ' = 1;');
  });

  it('knows them in a document of one line', () => {
    const window = picture('only| one');
    assert.equal(lineBeforeCursor(window), 'only');
    assert.equal(lineAfterCursor(window), ' one');
  });

  it('holds the cursor line whatever the document', () => {
    for (const [line, count] of [
      [0, 1],
      [0, 10_000],
      [63, 64],
      [9_999, 10_000],
    ] as const) {
      const { start, end } = windowLines(line, count);
      assert.ok(
        start >= 0 && start <= line && line < end && end <= count,
        `line ${line} of ${count}`,
      );
    }
  });

  it('starts at the same line while the cursor moves on by some lines', () => {
    const starts = Array.from({ length: 60 }, (_, step) => windowLines(1_000 + step, 5_000).start);
    assert.ok(new Set(starts).size <= 2, `starts: ${[...new Set(starts)].join(', ')}`);
  });
});
