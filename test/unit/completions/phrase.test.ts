import assert from 'node:assert/strict';
import { english, type Localize, phrase, written } from '../../../src/completions/phrase';

/** VS Code's `l10n.t` with a bundle. */
function speaking(bundle: Readonly<Record<string, string>>): Localize {
  return (text, ...values) => english(bundle[text] ?? text, ...values);
}

describe('A phrase', () => {
  const { length } = [1, 2, 3];
  const inner = phrase`a list of ${length}`;

  it('is English by itself, with what stands in its gaps', () => {
    assert.equal(
      written(phrase`The parameter ${'stop'} is ${inner}.`),
      'The parameter stop is a list of 3.',
    );
    assert.equal(written(phrase`Nothing to fill.`), 'Nothing to fill.');
    assert.equal(written(phrase`${1}${2}`), '12');
  });

  it('is translated with the phrases that stand in its gaps, in the order of that language', () => {
    const german = speaking({
      'The parameter {0} is {1}.': 'Es ist {1}, was in {0} steht.',
      'a list of {0}': 'eine Liste aus {0}',
    });
    const text = phrase`The parameter ${'stop'} is ${inner}.`;
    assert.equal(written(text, german), 'Es ist eine Liste aus 3, was in stop steht.');
  });

  it('leaves what is no phrase as it is, also where it looks like a gap', () => {
    const german = speaking({ 'a text': 'ein Text' });
    assert.equal(written('a text', german), 'a text');
    assert.equal(
      written(phrase`The server said: ${'{0} {{prefix}}'}`, german),
      'The server said: {0} {{prefix}}',
    );
  });

  it('survives the way to another thread', () => {
    assert.equal(written(structuredClone(phrase`is ${inner}`)), 'is a list of 3');
  });
});
