import assert from 'node:assert/strict';
import { DIRECT, type NetworkSettings } from '../../../src/remote/networkSettings';
import { proxyFor } from '../../../src/remote/proxySelection';

/** The proxy for an address; a proxy may be used unless `settings` say otherwise. */
function chosen(address: string, settings: Partial<NetworkSettings>) {
  return proxyFor(new URL(address), { ...DIRECT, useProxy: true, ...settings });
}

const origin = (address: string, settings: Partial<NetworkSettings>) =>
  chosen(address, settings)?.origin;

const HTTPS = 'https://api.example';
const HTTP = 'http://api.example';

describe('The proxy', () => {
  it('is none where nothing is set', () => {
    assert.equal(origin(HTTPS, {}), undefined);
    assert.equal(origin(HTTPS, { proxy: '', environment: { HTTPS_PROXY: '' } }), undefined);
  });

  it('is that of the settings before that of the environment', () => {
    const environment = { HTTPS_PROXY: 'http://environment:1' };
    assert.equal(origin(HTTPS, { proxy: 'http://settings:2', environment }), 'http://settings:2');
    assert.equal(origin(HTTPS, { environment }), 'http://environment:1');
  });

  it('is none where VS Code is told to use none', () => {
    assert.equal(origin(HTTPS, { useProxy: false, proxy: 'http://settings:2' }), undefined);
  });

  it('is that of the environment for its scheme, in small letters before capitals', () => {
    const environment = {
      http_proxy: 'http://small:1',
      HTTP_PROXY: 'http://capital:2',
      https_proxy: 'http://small:3',
      HTTPS_PROXY: 'http://capital:4',
    };
    assert.equal(origin(HTTP, { environment }), 'http://small:1');
    assert.equal(origin(HTTPS, { environment }), 'http://small:3');
    const { HTTP_PROXY, HTTPS_PROXY } = environment;
    assert.equal(origin(HTTPS, { environment: { HTTP_PROXY, HTTPS_PROXY } }), 'http://capital:4');
    assert.equal(origin(HTTPS, { environment: { HTTP_PROXY } }), 'http://capital:2');
  });

  it('is none for the own machine', () => {
    for (const host of [
      'localhost:1',
      '127.0.0.1:1',
      '127.9.9.9',
      '[::1]:1',
      '[::ffff:127.0.0.1]',
    ]) {
      assert.equal(origin(`http://${host}`, { proxy: 'http://settings:2' }), undefined, host);
    }
    assert.ok(origin('http://128.0.0.1', { proxy: 'http://settings:2' }));
  });

  it('is none for hosts that are excepted, their subdomains and their ports', () => {
    const excepted = (address: string, ...noProxy: string[]) =>
      origin(address, { proxy: 'http://settings:2', noProxy }) === undefined;
    assert.ok(excepted('https://api.example', 'api.example'));
    assert.ok(excepted('https://API.example', 'Example'));
    assert.ok(excepted('https://api.example', '.example'));
    assert.ok(excepted('https://api.example', '*.example'));
    assert.ok(excepted('https://api.example', 'other', ' api.example:443 '));
    assert.ok(excepted('http://api.example', 'api.example:80'));
    assert.ok(excepted('https://api.example', '*'));
    assert.ok(excepted('http://[fd00::1]:8000', 'fd00::1'));
    assert.ok(excepted('http://[fd00::1]:8000', '[fd00::1]:8000'));
    assert.ok(!excepted('https://api.example', 'api.example:80'));
    assert.ok(!excepted('https://myapi.example', 'api.example'));
    assert.ok(!excepted('https://api.example', '', ' '));
  });

  it('is none for what NO_PROXY names, unless the settings name something', () => {
    const environment = { HTTPS_PROXY: 'http://environment:1', NO_PROXY: 'a.example, api.example' };
    assert.equal(origin(HTTPS, { environment }), undefined);
    assert.ok(origin(HTTPS, { environment, noProxy: ['other.example'] }));
    assert.ok(origin(HTTPS, { environment: { ...environment, no_proxy: 'small.example' } }));
  });

  it('gets user name and password of its address, and keeps them out of its name', () => {
    const basic = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    const proxy = chosen(HTTPS, { proxy: 'http://me:p%40ss@settings:2' });
    assert.deepEqual(proxy, { origin: 'http://settings:2', authorization: basic });
  });

  it('gets what http.proxyAuthorization says before that, if a header can hold it', () => {
    const proxy = 'http://me:pass@settings:2';
    const authorization = (proxyAuthorization: string) =>
      chosen(HTTPS, { proxy, proxyAuthorization })?.authorization;
    assert.equal(authorization('Negotiate abc'), 'Negotiate abc');
    assert.match(authorization('line\nbreak') ?? '', /^Basic /);
    assert.equal(chosen(HTTPS, { proxy: 'http://settings:2' })?.authorization, undefined);
  });

  it('is none where its address has no scheme, as in VS Code', () => {
    assert.equal(origin(HTTPS, { proxy: 'settings:2' }), undefined);
    assert.equal(origin(HTTPS, { proxy: 'http://' }), undefined);
  });
});
