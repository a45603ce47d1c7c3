import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import { pageTexts } from '../../../media/pageTexts';
import { countedTokens } from '../../../media/quantity';

describe('The texts of the inspector', () => {
  afterEach(() => {
    l10n.config({ contents: {} });
  });

  it('are in the language that the extension gives them in, with their values', () => {
    l10n.config({ contents: pageTexts('{"{0} tokens":"{0} Token"}') });
    assert.equal(countedTokens(1_200), '1\u2009200 Token');
    assert.equal(countedTokens(1), '1 token');
  });

  it('are English where it gives none, or none that can be read', () => {
    for (const json of [null, '', '{}', '[1]', '{"a":1}']) assert.deepEqual(pageTexts(json), {});
  });
});
