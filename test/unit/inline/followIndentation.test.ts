import assert from 'node:assert/strict';
import { followIndentation } from '../../../src/inline/followIndentation';

const TABS = { insertSpaces: false, width: 4 };
const SPACES = { insertSpaces: true, width: 2 };

describe('The indentation of a completion', () => {
  it('is in tabs where the document has tabs', () => {
    const text = '\n    one();\n        two();\n}';
    assert.equal(followIndentation(text, 'f() {', TABS), '\n\tone();\n\t\ttwo();\n}');
  });

  it('takes two spaces for a level if the model does', () => {
    assert.equal(
      followIndentation('\n  one();\n    two();', 'f() {', TABS),
      '\n\tone();\n\t\ttwo();',
    );
  });

  it('is in spaces where the document has spaces', () => {
    assert.equal(
      followIndentation('\n\tone();\n\t\ttwo();', 'f() {', SPACES),
      '\n  one();\n    two();',
    );
  });

  it('is left alone where it fits', () => {
    assert.equal(followIndentation('\n  one();', 'f() {', SPACES), '\n  one();');
    assert.equal(followIndentation('  one();', 'a', TABS), '  one();');
  });
});
