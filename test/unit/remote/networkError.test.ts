import assert from 'node:assert/strict';
import { written } from '../../../src/completions/phrase';
import { isClosedByServer, networkError } from '../../../src/remote/networkError';

function errorWith(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('The failure of a connection', () => {
  for (const [code, platform] of [
    ['ECONNRESET', 'Linux and macOS'],
    ['ECONNABORTED', 'Windows'],
  ] as const) {
    it(`is known as the other side’s, which an idle connection is tried again after, on ${platform}`, () => {
      assert.ok(isClosedByServer(errorWith(code)));
    });
  }

  it('is that of a machine or network that cannot be reached, as macOS calls it', () => {
    for (const code of ['EHOSTDOWN', 'ENETDOWN']) {
      const { wording, retryable } = networkError(errorWith(code), 'http://10.0.0.7:8080');
      assert.equal(written(wording.message), `http://10.0.0.7:8080 cannot be reached (${code}).`);
      assert.ok(retryable);
    }
  });
});
