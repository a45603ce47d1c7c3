import assert from 'node:assert/strict';
import { TextOffsets } from '../../../src/remote/textOffsets';

describe('TextOffsets', () => {
  it('counts from the start of the choice, over all chunks', () => {
    const offsets = new TextOffsets();
    assert.deepEqual(offsets.add('let x', ['let', ' x']), [0, 3]);
    assert.deepEqual(offsets.add(' =', [' =']), [5]);
    assert.deepEqual(offsets.add('', []), []);
    assert.deepEqual(offsets.add(' 1;', [' 1', ';']), [7, 9]);
  });

  it('counts in UTF-16 code units', () => {
    assert.deepEqual(new TextOffsets().add('😀 ok', ['😀', ' ok']), [0, 2]);
  });

  it('finds its way again after tokens that are parts of a character', () => {
    const offsets = new TextOffsets();
    assert.deepEqual(offsets.add('caf', ['caf']), [0]);
    assert.deepEqual(offsets.add('', ['\uFFFD']), [3]);
    assert.deepEqual(offsets.add('é', ['\uFFFD']), [3]);
    assert.deepEqual(offsets.add(' au lait', [' au', ' lait']), [4, 7]);
  });

  it('takes the names that servers give to bytes for no text', () => {
    const offsets = new TextOffsets();
    const tokens = ['bytes:\\xc3', 'byte: \\xa9', '!'];
    assert.deepEqual(offsets.add('é!', tokens), [0, 0, 1]);
  });

  it('works for text that comes before its tokens', () => {
    const offsets = new TextOffsets();
    offsets.add('one two', []);
    assert.deepEqual(offsets.add('', ['one', ' two']), [0, 3]);
  });

  it('gives the parts of a character its offset, and finds what follows behind it', () => {
    const offsets = new TextOffsets();
    const tokens = ['bytes:\\xc3', 'bytes:\\xa9', 'é', ' x'];
    assert.deepEqual(offsets.add('éé x', tokens), [0, 0, 1, 2]);
    const emoji = new TextOffsets();
    assert.deepEqual(emoji.add('', ['�']), [0]);
    assert.deepEqual(emoji.add('', ['�']), [0]);
    assert.deepEqual(emoji.add('😀', ['�']), [0]);
    assert.deepEqual(emoji.add('😀', ['😀']), [2]);
    assert.deepEqual(emoji.add('!', ['!']), [4]);
  });
});
