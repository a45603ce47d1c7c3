import assert from 'node:assert/strict';
import { readStops, showStops } from '../../../src/editor/stopList';

describe('a line of stop sequences', () => {
  it('has them separated by spaces, with escapes for what cannot be typed', () => {
    assert.deepEqual(readStops('\\n\\n  END a\\sb \\\\n'), ['\n\n', 'END', 'a b', '\\n']);
    assert.deepEqual(readStops('  '), []);
  });

  it('reads back what it shows', () => {
    const stops = ['\n', '\r\n\t', 'a b', '\\', 'plain', '\\s'];
    assert.deepEqual(readStops(showStops(stops)), stops);
    assert.equal(showStops(['\n', 'a b']), '\\n a\\sb');
  });
});
