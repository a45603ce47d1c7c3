import assert from 'node:assert/strict';
import { ShownCompletion } from '../../../src/inline/shownCompletion';
import { picture } from '../../support/picture';

/** What is left at `now` of `text` that was shown at `then`. */
function left(then: string, text: string, now: string): string | undefined {
  const shown = new ShownCompletion();
  shown.remember(picture(then), text);
  return shown.remainder(picture(now));
}

describe('A completion that was shown', () => {
  it('is still there where it was', () => {
    assert.equal(left('const a|', ' = 1;', 'const a|'), ' = 1;');
  });

  it('gets shorter as the person types along', () => {
    assert.equal(left('const a|', ' = 1;', 'const a = |'), '1;');
  });

  it('is over when the person goes another way', () => {
    assert.equal(left('const a|', ' = 1;', 'const a: |'), undefined);
  });

  it('is over when all of it has been typed', () => {
    assert.equal(left('const a|', ' = 1;', 'const a = 1;|'), undefined);
  });

  it('is over when the text after the cursor has changed', () => {
    assert.equal(left('a|\nb', ' = 1;', 'a =|\nc'), undefined);
  });

  it('stays when the editor closes a bracket that the person typed', () => {
    assert.equal(left('call|;', '(a, b)', 'call(|);'), 'a, b)');
  });

  it('is over when it has been forgotten', () => {
    const shown = new ShownCompletion();
    shown.remember(picture('a|'), 'b');
    shown.forget();
    assert.equal(shown.remainder(picture('a|')), undefined);
  });
});
