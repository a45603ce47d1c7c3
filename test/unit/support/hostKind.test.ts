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

  it('goes by the display of a Linux machine', function () {
    if (process.platform !== 'linux') this.skip();
    assert.equal(chooseHostKind({}), 'server');
    assert.equal(chooseHostKind({ DISPLAY: ':0' }), 'desktop');
    assert.equal(chooseHostKind({ WAYLAND_DISPLAY: 'wayland-0' }), 'desktop');
  });
});
