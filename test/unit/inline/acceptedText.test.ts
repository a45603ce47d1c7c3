import assert from 'node:assert/strict';
import { AcceptedText } from '../../../src/inline/acceptedText';

const TEXT = 'compute(a, b);';

/** The share that is left after `document`, which held the text at 4, was changed. */
function left(document: string, offset: number, deleted: number, inserted: string): number {
  const accepted = new AcceptedText(4, TEXT);
  accepted.change({ offset, deleted, inserted: inserted.length });
  return accepted.shareIn(document.slice(0, offset) + inserted + document.slice(offset + deleted));
}

describe('Accepted text', () => {
  const document = `a = ${TEXT} // end`;

  it('is all there as long as nobody touches it', () => {
    assert.equal(left(document, 0, 0, ''), 1);
  });

  it('is all there where lines end as on Windows', () => {
    const accepted = new AcceptedText(2, 'one\ntwo\n\nthree;', '\r\n');
    assert.equal(accepted.shareIn('a one\r\ntwo\r\n\r\nthree;'), 1);
  });

  it('is found again when text before it changes', () => {
    assert.equal(left(document, 0, 1, 'longer'), 1);
    assert.equal(left(document, 0, 4, ''), 1);
  });

  it('is there in part when a word of it is replaced', () => {
    assert.equal(left(document, 12, 1, 'c'), 6 / 7);
  });

  it('is gone when it is deleted', () => {
    assert.equal(left(document, 4, TEXT.length, ''), 0);
    assert.equal(left(document, 0, document.length, ''), 0);
  });
});
