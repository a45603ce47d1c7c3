import assert from 'node:assert/strict';
import { isInsideWord, placeAt } from '../../../src/inline/cursorPlace';
import { picture } from '../../support/picture';

describe('The place of a cursor', () => {
  it('says whether the person is in a word, at a pause or between words', () => {
    assert.equal(placeAt(picture('const na|')), 'insideWord');
    assert.equal(placeAt(picture('call(|)')), 'pause');
    assert.equal(placeAt(picture('a = |')), 'pause');
    assert.equal(placeAt(picture('a;\n  |')), 'pause');
    assert.equal(placeAt(picture('const |')), 'between');
    assert.equal(placeAt(picture('a |b')), 'beforeWord');
  });

  it('is inside a word only where that goes on behind it', () => {
    assert.equal(isInsideWord(picture('na|me')), true);
    assert.equal(isInsideWord(picture('na|')), false);
    assert.equal(isInsideWord(picture('a |b')), false);
  });
});
