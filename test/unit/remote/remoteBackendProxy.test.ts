import assert from 'node:assert/strict';
import { waitUntil } from '../../support/waitUntil';
import { testCertificate } from '../../support/certificate/testCertificate';
import { DIRECT, type NetworkSettings } from '../../../src/remote/networkSettings';
import { complete, outcomeOf, REQUEST, useServers } from './remoteTesting';

/** A name for the own machine that is not excepted from the proxy; only the proxy resolves it. */
const elsewhere = (url: string) => url.replace('127.0.0.1', 'inkling.test');

const through = (proxy: string, settings: Partial<NetworkSettings> = {}) => ({
  network: { ...DIRECT, useProxy: true, proxy, ...settings },
});

const trusting = { environment: { NODE_EXTRA_CA_CERTS: testCertificate.path } };
const basic = `Basic ${Buffer.from('me:secret-password').toString('base64')}`;

describe('RemoteBackend, behind a proxy,', () => {
  const servers = useServers();

  it('asks it for a tunnel to an https server', async () => {
    const server = await servers.completions({ reply: 'text', tls: testCertificate });
    const proxy = await servers.proxy();
    const url = elsewhere(server.url);
    const { completion, error } = await complete(
      url,
      REQUEST,
      through(proxy.url, { strictCertificates: false }),
    );
    assert.equal(error, undefined);
    assert.equal(completion.text, 'text');
    assert.deepEqual(
      proxy.requests.map(({ method, target }) => [method, target]),
      [['CONNECT', new URL(url).host]],
    );
  });

  it('never shows it the key on the way to an https server', async () => {
    const server = await servers.completions({ reply: 'text', tls: testCertificate });
    const proxy = await servers.proxy();
    const apiKey = () => Promise.resolve('csk-very-secret');
    const options = { ...through(proxy.url, trusting), apiKey };
    await complete(elsewhere(server.url), REQUEST, options);
    assert.equal(server.requests[0]?.headers.authorization, 'Bearer csk-very-secret');
    assert.equal(server.requests[0].headers['proxy-authorization'], undefined);
    assert.doesNotMatch(JSON.stringify(proxy.requests), /csk-very-secret/);
  });

  it('lets it pass on requests for an http server, and uses its connection again', async () => {
    const server = await servers.completions({ reply: 'text' });
    const proxy = await servers.proxy();
    const url = elsewhere(server.url);
    const backend = servers.backend(url, through(proxy.url));
    for (let count = 1; count <= 2; count++) {
      const stream = backend.complete(REQUEST, new AbortController().signal);
      const { completion } = await outcomeOf(stream);
      assert.equal(completion.text, 'text');
    }
    assert.equal(proxy.requests[1]?.target, `${url}/v1/completions`);
    assert.equal(server.requests[1]?.headers.host, new URL(url).host);
  });

  it('goes straight to hosts that are excepted', async () => {
    const server = await servers.completions({ reply: 'text' });
    const proxy = await servers.proxy();
    const { completion } = await complete(server.url, REQUEST, through(proxy.url));
    assert.equal(completion.text, 'text');
    assert.deepEqual(proxy.requests, []);
  });

  it('gives it user name and password, and the server none of them', async () => {
    for (const tls of [undefined, testCertificate]) {
      const server = await servers.completions({ reply: 'text', ...(tls && { tls }) });
      const proxy = await servers.proxy({ authorization: basic });
      const address = proxy.url.replace('://', '://me:secret-password@');
      const options = through(address, trusting);
      const { completion } = await complete(elsewhere(server.url), REQUEST, options);
      assert.equal(completion.text, 'text');
      assert.equal(server.requests[0]?.headers['proxy-authorization'], undefined);
    }
  });

  it('gives it what http.proxyAuthorization says', async () => {
    const server = await servers.completions({ reply: 'text' });
    const proxy = await servers.proxy({ authorization: 'Bearer for-the-proxy' });
    const options = through(proxy.url, { proxyAuthorization: 'Bearer for-the-proxy' });
    const { completion } = await complete(elsewhere(server.url), REQUEST, options);
    assert.equal(completion.text, 'text');
  });

  it('says so when it wants a password', async () => {
    for (const scheme of ['http', 'https']) {
      const proxy = await servers.proxy({ authorization: basic });
      const { error } = await complete(`${scheme}://inkling.test:9`, REQUEST, through(proxy.url));
      assert.equal(error?.kind, 'network');
      assert.equal(error.status, 407);
      assert.match(error.message, new RegExp(`The proxy ${proxy.url} wants a user name`));
      assert.match(error.remedy, /http\.proxyAuthorization/);
      assert.equal(error.retryable, false);
    }
  });

  it('says so when it refuses to connect, or does not reach the server', async () => {
    const refusing = await servers.proxy({ refuse: 403 });
    const url = 'https://inkling.test';
    const refused = await complete(url, REQUEST, through(refusing.url));
    assert.match(
      refused.error?.message ?? '',
      /refuses to connect to https:\/\/inkling\.test \(HTTP 403/,
    );
    assert.equal(refused.error?.retryable, false);
    const helpless = await servers.proxy({ refuse: 502 });
    const { error } = await complete(url, REQUEST, through(helpless.url));
    assert.match(error?.message ?? '', /does not reach https:\/\/inkling\.test \(HTTP 502/);
    assert.equal(error?.retryable, true);
  });

  it('says that it is the proxy that does not answer', async () => {
    const proxy = await servers.proxy();
    await proxy.close();
    for (const url of ['http://inkling.test', 'https://inkling.test']) {
      const { error } = await complete(url, REQUEST, through(proxy.url));
      assert.equal(error?.kind, 'network');
      assert.match(error.message, new RegExp(`The proxy ${proxy.url} refuses the connection`));
      assert.match(error.remedy, /http\.proxy/);
      assert.equal(error.code, 'ECONNREFUSED');
    }
  }).timeout(5_000);

  it('says so when it is none of HTTP', async () => {
    const socks = through('socks5://inkling.test:1080');
    const { error } = await complete('https://inkling.test', REQUEST, socks);
    assert.match(error?.message ?? '', /The proxy socks5:\/\/inkling\.test:1080 is of a kind/);
    const ssh = await servers.raw((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    const odd = await complete('https://inkling.test', REQUEST, through(ssh.url));
    assert.match(odd.error?.message ?? '', /The proxy .* does not answer in HTTP/);
    const mute = await servers.raw((socket) => socket.end());
    const closed = await complete('https://inkling.test', REQUEST, through(mute.url));
    assert.match(closed.error?.message ?? '', /The proxy .* closed the connection/);
  });

  it('speaks TLS to it where its address says so', async () => {
    const proxy = await servers.proxy({ tls: testCertificate });
    for (const tls of [undefined, testCertificate]) {
      const server = await servers.completions({ reply: 'text', ...(tls && { tls }) });
      const options = through(proxy.url, trusting);
      const { completion, error } = await complete(elsewhere(server.url), REQUEST, options);
      assert.equal(error, undefined);
      assert.equal(completion.text, 'text');
    }
    const untrusted = await complete('https://inkling.test', REQUEST, through(proxy.url));
    assert.match(untrusted.error?.message ?? '', /The proxy .* certificate that is not trusted/);
  });

  it('leaves no connection behind when it is aborted while the tunnel is not there yet', async () => {
    const mute = await servers.raw(() => undefined);
    const backend = servers.backend('https://inkling.test', through(mute.url));
    const abort = new AbortController();
    const outcome = outcomeOf(backend.complete(REQUEST, abort.signal));
    await waitUntil('the tunnel is asked for', () => mute.requests.length === 1);
    abort.abort();
    assert.equal((await outcome).error, undefined);
    backend.dispose();
    await waitUntil('the connection is closed', () => mute.openConnections === 0, 1_000);
  });

  it('frees the tunnel when the caller has enough', async () => {
    const options = { reply: 'one two three', tokenInterval: 3_600_000, tls: testCertificate };
    const server = await servers.completions(options);
    const proxy = await servers.proxy();
    const backend = servers.backend(elsewhere(server.url), through(proxy.url, trusting));
    for await (const { choices } of backend.complete(REQUEST, new AbortController().signal)) {
      if (choices[0]?.text === 'one') break;
    }
    assert.equal(await server.requests[0]?.closedEarly, true);
    await waitUntil('the proxy is left', () => proxy.openConnections === 0, 1_000);
  });
});

describe('RemoteBackend, over TLS,', () => {
  const servers = useServers();

  it('refuses a certificate that nobody vouches for, and sends nothing', async () => {
    const server = await servers.completions({ reply: 'text', tls: testCertificate });
    const { error } = await complete(server.url);
    assert.equal(error?.kind, 'network');
    assert.match(error.message, /certificate that is not trusted/);
    assert.equal(server.requests.length, 0);
  });

  it('trusts those in the file that NODE_EXTRA_CA_CERTS names', async () => {
    const server = await servers.completions({ reply: 'text', tls: testCertificate });
    const network = { ...DIRECT, ...trusting };
    const { completion } = await complete(server.url, REQUEST, { network });
    assert.equal(completion.text, 'text');
  });

  it('does not mind that the file does not exist, or holds no certificate', async () => {
    const server = await servers.completions({ reply: 'text' });
    for (const path of ['/no/such/file', __filename]) {
      const network = { ...DIRECT, environment: { NODE_EXTRA_CA_CERTS: path } };
      const { completion } = await complete(server.url, REQUEST, { network });
      assert.equal(completion.text, 'text');
    }
  });

  it('trusts those of the system beside its own', async () => {
    const server = await servers.completions({ reply: 'text', tls: testCertificate });
    const network = { ...DIRECT, ...trusting, systemCertificates: true };
    const { completion } = await complete(server.url, REQUEST, { network });
    assert.equal(completion.text, 'text');
  });

  it('takes any certificate where http.proxyStrictSSL is off', async () => {
    const server = await servers.completions({ reply: 'text', tls: testCertificate });
    const network = { ...DIRECT, strictCertificates: false };
    const { completion } = await complete(server.url, REQUEST, { network });
    assert.equal(completion.text, 'text');
  });
});
