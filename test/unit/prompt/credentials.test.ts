import assert from 'node:assert/strict';
import { withoutCredentials } from '../../../src/prompt/credentials';

/** Put together here, so that no scanner of this project takes them for real ones. */
const of = (prefix: string, length: number) =>
  prefix + 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7'.repeat(10).slice(0, length);

const upper = (length: number) => of('', length).toUpperCase();

describe('Text that looks like a credential', () => {
  const secrets: Readonly<Record<string, readonly [text: string, secret: string]>> = {
    'an AWS key': [`id: AKIA${upper(16)}`, upper(16)],
    'a GitHub token': [`git clone ${of('ghp_', 36)}`, of('', 36)],
    'a fine-grained GitHub token': [of('github_pat_', 60), of('', 60)],
    'a GitLab token': [of('glpat-', 20), of('', 20)],
    'a Slack token': [of('xoxb-', 30), of('', 30)],
    'a Google key': [of('AIza', 35), of('', 35)],
    'a Stripe key': [of('sk_' + 'live_', 24), of('', 24)],
    'an API key of a model': [of('csk-', 40), of('', 40)],
    'an npm token': [of('npm_', 36), of('', 36)],
    'a JSON web token': [`eyJ${of('', 20)}.${of('', 30)}.${of('', 40)}`, of('', 40)],
    'a bearer token': [`curl -H "Authorization: Bearer ${of('', 40)}"`, of('', 40)],
    'a password in an address': ['postgres://user:hunter2secret@host/db', 'hunter2secret'],
    'a password in a connection string': ['"Server=a;Password=hunter2!;"', 'hunter2'],
    'a value for a password': [`const password = '${of('', 14)}';`, of('', 14)],
    'a value for a key in JSON': [`{"apiKey": "${of('', 24)}"}`, of('', 24)],
    'a value in a shell script': [`export SECRET_TOKEN=${of('', 32)}`, of('', 32)],
  };
  for (const [name, [text, secret]] of Object.entries(secrets)) {
    it(`${name} is blanked, in its own length`, () => {
      const safe = withoutCredentials(text);
      assert.ok(!safe.includes(secret), safe);
      assert.equal(safe.length, text.length);
      assert.ok(safe.includes('xxxxx'), safe);
    });
  }

  const block = (kind: string) =>
    `-----BEGIN ${kind}PRIVATE KEY-----\n${of('', 64)}\n${of('', 64)}\n-----END ${kind}PRIVATE KEY-----`;

  it('a private key is blanked, also where the text begins or ends inside of it', () => {
    for (const kind of ['', 'RSA ', 'OPENSSH ', 'EC ']) {
      const whole = block(kind);
      for (const text of [whole, whole.slice(0, 90), whole.slice(whole.indexOf('\n'))]) {
        assert.ok(!withoutCredentials(text).includes(of('', 20)), text);
      }
    }
  });

  for (const text of [
    "const password = 'password';",
    "const token = 'identifier';",
    "message: 'The password is not right.'",
    'const token = readToken2(source);',
    "tokenType: 'string_literal',",
    'const secret = process.env.SECRET_KEY_1;',
    'postgres://user:${password}@host/db',
    'postgres://user:<password>@host',
    "const apiKey = settings.get('apiKey');",
    'https://example.org:8080/a@b',
    'const hash = "d41d8cd98f00b204e9800998ecf8427e";',
    'import { tokenRate } from "./tokenRate";',
    'authorization: `Bearer ${key}`',
    'sk-learn is scikit-learn',
    'KEY_BLOCK = /-----BEGIN CERTIFICATE-----/',
  ]) {
    it(`${text} is none`, () => {
      assert.equal(withoutCredentials(text), text);
    });
  }

  it('a long text without any takes no more than its length calls for', () => {
    const text = 'password token secret = "a b" eyJ ghp_ sk- ://:@ '.repeat(20_000);
    assert.equal(withoutCredentials(text), text);
  });
});
