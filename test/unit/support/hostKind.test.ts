import assert from 'node:assert/strict';
import { chooseHostKind } from '../../support/hostKind';

describe('chooseHostKind', () => {
  for (const kind of ['desktop', 'server'] as const) {
    it(`takes the ${kind} when INKLING_TEST_HOST says so, display or not`, () => {
      assert.equal(chooseHostKind({ INKLING_TEST_HOST: kind }), kind);
      assert.equal(chooseHostKind({ INKLING_TEST_HOST: kind, DISPLAY: ':0' }), kind);
    });
  }

  it('refuses any other word', () => {
    assert.throws(() => chooseHostKind({ INKLING_TEST_HOST: 'web' }), /"web"/);
  });

  it('goes by the display of a Linux machine', () => {
    assert.equal(chooseHostKind({}, 'linux'), 'server');
    assert.equal(chooseHostKind({ DISPLAY: ':0' }, 'linux'), 'desktop');
    assert.equal(chooseHostKind({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux'), 'desktop');
  });

  it('is the desktop on macOS and Windows', () => {
    assert.equal(chooseHostKind({}, 'darwin'), 'desktop');
    assert.equal(chooseHostKind({}, 'win32'), 'desktop');
  });
});
