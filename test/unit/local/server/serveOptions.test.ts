import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { readServeOptions } from '../../../../src/local/server/serveOptions';

describe('The command line of npm run serve', () => {
  it('means the folder where it was called, without a key or a limit', () => {
    assert.deepEqual(readServeOptions([], { INIT_CWD: resolve('/work') }), {
      workspace: resolve('/work'),
      port: 8484,
      apiKey: undefined,
      requestsPerMinute: undefined,
    });
  });

  it('takes a workspace from there, a port, a key and a limit', () => {
    const args = ['--workspace', 'app', '--port=0', '--key', 'k', '--requests-per-minute', '5'];
    assert.deepEqual(readServeOptions(args, { INIT_CWD: resolve('/work') }), {
      ...{ workspace: resolve('/work/app'), port: 0, apiKey: 'k', requestsPerMinute: 5 },
    });
  });

  it('takes the key from the environment, where it is not empty', () => {
    assert.equal(readServeOptions([], { INKLING_SERVE_KEY: 'k' })?.apiKey, 'k');
    assert.equal(readServeOptions([], { INKLING_SERVE_KEY: '' })?.apiKey, undefined);
  });

  it('gives help where it is asked for, and says what is wrong', () => {
    assert.equal(readServeOptions(['--help'], {}), undefined);
    assert.throws(() => readServeOptions(['--port', '70000'], {}), /--port is 70000/);
    assert.throws(
      () => readServeOptions(['--requests-per-minute', '0'], {}),
      /whole number from 1/,
    );
    assert.throws(() => readServeOptions(['--prot', '1'], {}), /--prot/);
    assert.throws(() => readServeOptions(['folder'], {}), /folder/);
  });
});
