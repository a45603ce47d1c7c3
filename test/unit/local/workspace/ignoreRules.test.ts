import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { walkFolder } from '../../../../src/local/workspace/folderWalk';
import { IgnoreRules } from '../../../../src/local/workspace/ignoreRules';
import { neverAborted } from '../localTesting';
import { Folder } from './folder';

interface Options {
  readonly exclude?: readonly string[];
  readonly isSecret?: (path: string) => boolean;
}

/** What is learned of a folder by name, in order. */
async function found(
  root: string,
  { exclude = [], isSecret = () => false }: Options = {},
): Promise<string[]> {
  const rules = new IgnoreRules({ path: root, exclude }, isSecret);
  const paths: string[] = [];
  for await (const path of walkFolder(root, rules, neverAborted)) {
    assert.equal(rules.isSourcePath(path), true, path);
    paths.push(relative(root, path).split(sep).join('/'));
  }
  return paths;
}

describe('Of a folder are learned', () => {
  let folder: Folder;

  beforeEach(async () => {
    folder = await Folder.with({});
  });

  afterEach(() => folder.remove());

  async function sources(paths: readonly string[], options: Options = {}): Promise<string[]> {
    await folder.write(Object.fromEntries(paths.map((path) => [path, 'x\n'])));
    return found(folder.path, options);
  }

  it('source files, each folder’s own before those of its folders, alphabetically', async () => {
    assert.deepEqual(await sources(['b/z.ts', 'b/a/c.py', 'a/x.ts', 'z.md', 'Makefile']), [
      ...['Makefile', 'z.md', 'a/x.ts', 'b/z.ts', 'b/a/c.py'],
    ]);
  });

  it('not what tools write, install or build, nor hidden folders', async () => {
    const left = [
      ...['node_modules/a/index.js', 'web/node_modules/a/index.js', 'dist/bundle.js'],
      ...['.git/config', '.venv/a.py', 'jquery.min.js', 'package-lock.json', 'logo.PNG', 'x.map'],
    ];
    assert.deepEqual(await sources([...left, 'src/a.ts']), ['src/a.ts']);
  });

  it('not files that hold secrets', async () => {
    const isSecret = (path: string) => path.endsWith('.key');
    assert.deepEqual(await sources(['a.ts', 'deep/server.key'], { isSecret }), ['a.ts']);
  });

  it('not what the editor’s globs exclude', async () => {
    const paths = ['a.ts', 'generated/a.ts', 'deep/b.gen.ts', 'deep/.cache.ts', 'deep/c.ts'];
    const exclude = ['generated', '**/*.gen.ts', '**/.cache.ts'];
    assert.deepEqual(await sources(paths, { exclude }), ['a.ts', 'deep/c.ts']);
  });

  it('not what .inklingignore names, and what it takes in again', async () => {
    await folder.write({ '.gitignore': '*.gen.ts\n', '.inklingignore': 'big/\n!wanted.gen.ts\n' });
    assert.deepEqual(await sources(['a.ts', 'b.gen.ts', 'wanted.gen.ts', 'big/a.ts']), [
      ...['.gitignore', '.inklingignore', 'a.ts', 'wanted.gen.ts'],
    ]);
  });

  it('not what git ignores for this clone alone, nor what folders above ignore', async () => {
    await folder.write({
      '.git/info/exclude': 'mine.ts\n',
      '.gitignore': 'inner/above.ts\n',
      'inner/a.ts': '',
      'inner/mine.ts': '',
      'inner/above.ts': '',
    });
    assert.deepEqual(await found(folder.pathOf('inner')), ['a.ts']);
  });

  it('nothing less because of an ignore file above that belongs to no repository', async () => {
    await folder.write({ '.gitignore': '*.ts\n', 'inner/a.ts': '' });
    assert.deepEqual(await found(folder.pathOf('inner')), ['a.ts']);
  });

  it('all the same the files of a folder that was opened though git ignores it', async () => {
    await folder.write({
      '.git/info/exclude': '',
      '.gitignore': 'packages/\n*.log.ts\n',
      'packages/inner/a.ts': '',
      'packages/inner/b.log.ts': '',
    });
    assert.deepEqual(await found(folder.pathOf('packages/inner')), ['a.ts', 'b.log.ts']);
  });

  it('not what symbolic links lead to, so that they can form a loop', async () => {
    await folder.write({ 'a/b.ts': '' });
    await symlink(folder.path, folder.pathOf('a/loop'), 'dir');
    await mkdir(folder.pathOf('empty'));
    assert.deepEqual(await found(folder.path), ['a/b.ts']);
  });

  it('all the same where .git leads nowhere', async () => {
    await symlink('.git', folder.pathOf('.git'));
    assert.deepEqual(await sources(['a.ts']), ['a.ts']);
  });

  it('files by the names that the editor has for them on macOS', async () => {
    const { platform } = process;
    Object.defineProperty(process, 'platform', { value: 'darwin' });
    try {
      assert.deepEqual(await sources(['gro\u0308ße.ts']), ['gr\u00F6ße.ts']);
    } finally {
      Object.defineProperty(process, 'platform', { value: platform });
    }
  });

  it('nothing of a folder that is not there', async () => {
    assert.deepEqual(await found(folder.pathOf('missing')), []);
  });

  it('exactly the files that git itself does not ignore', async () => {
    await folder.write({
      '.gitignore': '# comment\n*.tmp.ts\n!keep.tmp.ts\n/rooted.ts\nfold/\na/**/z.ts\n\\!odd.ts\n',
      'a/.gitignore': '*.ts\n!b.ts\n!*.tmp.ts\n',
      'c/.gitignore': '/*\n!/d\n',
      'c/d/.gitignore': 'e.ts\n',
    });
    const names = [
      'a.ts',
      'b.ts',
      'e.ts',
      'z.ts',
      'rooted.ts',
      'x.tmp.ts',
      'keep.tmp.ts',
      '!odd.ts',
    ];
    const folders = ['', 'a/', 'a/q/', 'c/', 'c/d/', 'fold/', 'c/fold/', 'a/b.ts.d/'];
    const paths = folders.flatMap((inner) => names.map((name) => inner + name));
    const ours = (await sources(paths)).filter((path) => path.endsWith('.ts'));
    const git = (...command: string[]) =>
      execFileSync('git', command, { cwd: folder.path, encoding: 'utf8' });
    git('init', '--quiet');
    const listed = git('ls-files', '--others', '--exclude-standard', '-z').split('\0');
    const theirs = listed.filter((path) => path.endsWith('.ts'));
    assert.ok(theirs.length > 10 && theirs.length < paths.length);
    assert.deepEqual(ours.sort(), theirs.sort());
  });
});
