import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stampFiles } from '../../../src/local/sourceFiles';

describe('stampFiles', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkling-stamps-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const [name, slow] of [
    ['one by one', Infinity],
    ['many at once where that is slow', 0],
  ] as const) {
    it(`stamps files in order, ${name}`, async () => {
      const paths = Array.from({ length: 100 }, (_, index) => join(folder, String(index)));
      for (const path of paths) await writeFile(path, path);
      const inner = join(folder, 'inner');
      await mkdir(inner, { recursive: true });
      const [empty, link] = [join(folder, 'empty'), join(folder, 'link')];
      await writeFile(empty, '');
      await rm(link, { force: true });
      await symlink(paths[0] ?? '', link);
      const others = [inner, empty, link, join(folder, 'gone'), join(paths[0] ?? '', 'in a file')];
      const all = [...paths, ...others];
      const found: unknown[] = [];
      for await (const stamped of stampFiles(all, slow)) found.push(stamped);
      const expected = await Promise.all(
        paths.map(async (path) => {
          const { size, mtimeMs } = await stat(path);
          return [path, { size, changed: mtimeMs }] as const;
        }),
      );
      assert.deepEqual(found, [...expected, ...others.map((path) => [path, undefined])]);
    });
  }

  it('stamps nothing where there is nothing', async () => {
    for await (const stamped of stampFiles([])) assert.fail(stamped[0]);
  });
});
