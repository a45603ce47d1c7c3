import assert from 'node:assert/strict';
import { ForeignEdits } from '../../../src/editor/foreignEdits';
import { GeneratedRange, type OffsetChange } from '../../../src/editor/generatedRange';

/** Generated text from 10 to 20. */
const at = { line: 0, character: 10 };
const place = new GeneratedRange(10, at);
place.grow({
  ...{ rangeOffset: 10, rangeLength: 0, text: '0123456789' },
  range: { start: at, end: at },
});

const typed = (rangeOffset: number, text: string): OffsetChange[] => [
  { rangeOffset, rangeLength: 0, text },
];
const deleted = (rangeOffset: number, rangeLength = 1): OffsetChange[] => [
  { rangeOffset, rangeLength, text: '' },
];

/** What becomes of edits that come one every 100 ms. */
function steps(...edits: OffsetChange[][]) {
  const foreign = new ForeignEdits();
  for (const [index, edit] of edits.entries()) foreign.add(edit, [place], index * 100);
  return foreign.steps(edits.length);
}

describe('ForeignEdits', () => {
  it('counts as if the generated text were not there', () => {
    assert.deepEqual(steps(typed(3, 'a'), typed(25, 'b'), typed(20, 'c')), [
      typed(3, 'a'),
      typed(15, 'b'),
      typed(10, 'c'),
    ]);
  });

  it('puts letters typed one behind the other together, a step for each word', () => {
    assert.deepEqual(
      steps(typed(0, 'a'), typed(1, 'b'), typed(2, ' '), typed(3, 'c'), typed(4, 'd')),
      [typed(0, 'ab '), typed(3, 'cd')],
    );
  });

  it('puts letters deleted one after the other together', () => {
    assert.deepEqual(steps(deleted(5), deleted(4), deleted(3)), [deleted(3, 3)]);
    assert.deepEqual(steps(deleted(5), deleted(5)), [deleted(5, 2)]);
  });

  it('puts together what several cursors type, or delete, each at its own place', () => {
    const cursors = (first: number, second: number, text: string) => [
      ...typed(second, text),
      ...typed(first, text),
    ];
    assert.deepEqual(steps(cursors(2, 7, 'a'), cursors(3, 9, 'b'), cursors(4, 11, 'c')), [
      cursors(2, 7, 'abc'),
    ]);
    const back = (first: number, second: number, length = 1) => [
      ...deleted(second, length),
      ...deleted(first, length),
    ];
    assert.deepEqual(steps(back(3, 8), back(2, 6)), [back(2, 7, 2)]);
  });

  it('keeps typing and deleting, other places, and several cursors apart', () => {
    const cursors = [...typed(7, 'x'), ...typed(2, 'x')];
    const edits = [typed(0, 'a'), deleted(0), typed(4, 'b'), typed(0, 'c'), cursors, cursors];
    assert.deepEqual(steps(...edits), edits);
  });

  it('keeps apart what has a pause between it', () => {
    const foreign = new ForeignEdits();
    foreign.add(typed(0, 'a'), [place], 0);
    foreign.add(typed(1, 'b'), [place], 5_000);
    assert.deepEqual(foreign.steps(2), [typed(0, 'a'), typed(1, 'b')]);
  });

  it('can leave out the latest', () => {
    const foreign = new ForeignEdits();
    foreign.add(typed(0, 'a'), [place], 0);
    foreign.add(typed(1, 'b'), [place], 10);
    assert.deepEqual(foreign.steps(1), [typed(0, 'a')]);
  });
});
