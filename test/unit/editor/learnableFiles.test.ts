import assert from 'node:assert/strict';
import { isLearnable } from '../../../src/editor/learnableFiles';

describe('Files worth learning from', () => {
  for (const path of ['src/index.ts', 'README.md', 'lib\\deep\\file.py', 'Makefile']) {
    it(`${path} is one`, () => {
      assert.equal(isLearnable(path), true);
    });
  }

  for (const path of [
    'node_modules/a/index.js',
    'web\\node_modules\\a\\index.js',
    'dist/bundle.js',
    '.git/config',
    'jquery.min.js',
    'package-lock.json',
    'logo.png',
    '.env',
    'deploy/server.key',
  ]) {
    it(`${path} is none`, () => {
      assert.equal(isLearnable(path), false);
    });
  }
});
