import assert from 'node:assert/strict';
import { isSecretFile } from '../../../src/prompt/secretFiles';

describe('Files that hold secrets', () => {
  for (const path of [
    '/home/a/.env',
    '/work/app/.env.production',
    'C:\\Users\\a\\.ssh\\id_ed25519',
    '/etc/ssl/server.key',
    'certificate.PEM',
    '/home/a/.aws/credentials',
  ]) {
    it(`${path} is one`, () => {
      assert.equal(isSecretFile(path), true);
    });
  }

  for (const path of [
    '/src/environment.ts',
    '/src/keys.ts',
    '/docs/env.md',
    '/src/credentials.ts',
  ]) {
    it(`${path} is none`, () => {
      assert.equal(isSecretFile(path), false);
    });
  }
});
