import assert from 'node:assert/strict';
import { IgnoreRules, ignoreTextOfGlobs } from '../../../src/prompt/ignoreRules';

describe('Ignore rules', () => {
  const rules = new IgnoreRules([
    { folder: '', text: 'dist/\n*.log\n!keep.log\n/only-here\n# comment\n' },
    { folder: 'packages/a', text: 'generated\n!important.log\n' },
  ]);

  for (const path of [
    'dist/index.js',
    'packages/b/dist/index.js',
    'deep/in/side.log',
    'only-here',
    'packages/a/generated',
    'packages/a/src/generated/file.ts',
  ]) {
    it(`ignore ${path}`, () => {
      assert.equal(rules.isIgnored(path), true);
    });
  }

  for (const path of [
    'src/index.ts',
    'keep.log',
    'packages/a/only-here',
    'packages/a/important.log',
    'packages/b/generated',
    'distance/index.js',
  ]) {
    it(`do not ignore ${path}`, () => {
      assert.equal(rules.isIgnored(path), false);
    });
  }

  it('a file in an ignored folder stays ignored, whatever a rule inside says', () => {
    const nested = new IgnoreRules([
      { folder: '', text: 'out' },
      { folder: 'out', text: '!file.ts' },
    ]);
    assert.equal(nested.isIgnored('out/file.ts'), true);
  });

  it("understand the globs of the editor's files.exclude", () => {
    const excluded = new IgnoreRules([
      { folder: '', text: ignoreTextOfGlobs(['**/.git', 'out', '**/*.{js,js.map}', 'a/{b,c}/d']) },
    ]);
    const paths = ['.git/config', 'out/x.ts', 'src/x.js.map', 'src/x.js', 'a/c/d/e.ts'];
    for (const path of paths) assert.equal(excluded.isIgnored(path), true, path);
    for (const path of ['src/out/x.ts', 'src/x.ts', 'a/d/d']) {
      assert.equal(excluded.isIgnored(path), false, path);
    }
  });
});
