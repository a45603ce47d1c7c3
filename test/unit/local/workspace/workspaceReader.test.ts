import assert from 'node:assert/strict';
import promises, {
  chmod,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { mock } from 'node:test';
import { Corpus } from '../../../../src/local/corpus';
import { Slices } from '../../../../src/local/slices';
import { IndexStorage } from '../../../../src/local/workspace/indexStorage';
import { WorkspaceReader } from '../../../../src/local/workspace/workspaceReader';
import { waitUntil } from '../../../support/waitUntil';
import { CODE, neverAborted, seededRandom } from '../localTesting';
import { answersOf } from '../predictions';
import { Folder } from './folder';

const reporting = { signal: neverAborted };

/** A session of the editor. */
class Session {
  readonly corpus = new Corpus(new Slices(() => false));
  readonly reader: WorkspaceReader;

  constructor(storage?: IndexStorage) {
    const options = { storage, saveRest: 0 };
    this.reader = new WorkspaceReader(this.corpus, (path) => path.includes('secret'), options);
  }

  read(...folders: Folder[]) {
    return this.reader.readFolders(
      folders.map(({ path }) => ({ path, exclude: [] })),
      reporting,
    );
  }

  changed(...paths: string[]) {
    return this.reader.readChanged(paths, reporting);
  }

  knows(text: string): boolean {
    const { vocabulary, unigrams } = this.corpus.model;
    return unigrams.count(vocabulary.find(text) ?? -1) > 0;
  }
}

describe('WorkspaceReader', () => {
  let folder: Folder;
  let other: Folder;

  beforeEach(async () => {
    folder = await Folder.with({ 'a.ts': 'alpha();\n', 'inner/b.ts': 'beta();\n' });
    other = await Folder.with({});
  });

  afterEach(async () => {
    await folder.remove();
    await other.remove();
  });

  it('learns the source files of all folders, and says what it left out', async () => {
    await folder.write({ 'data.ts': 'a\0b', 'secret.ts': 'hidden();\n' });
    await other.write({ 'c.ts': 'gamma();\n' });
    const session = new Session();
    assert.deepEqual(await session.read(folder, other), {
      ...{ files: 3, lexemes: 15, read: 4, leftOut: { binary: 1 } },
    });
    assert.ok(session.knows('gamma') && !session.knows('hidden'));
  });

  it('reads again only what has changed, and forgets what is gone', async () => {
    const session = new Session();
    await session.read(folder);
    assert.equal((await session.read(folder)).read, 0);
    await folder.write({ 'a.ts': 'delta();\n', 'new.ts': 'omega();\n' });
    await rm(folder.pathOf('inner/b.ts'));
    const result = await session.changed(
      ...['a.ts', 'new.ts', 'inner/b.ts'].map((path) => folder.pathOf(path)),
    );
    assert.deepEqual([result.read, result.files], [2, 2]);
    assert.ok(session.knows('delta') && session.knows('omega'));
    assert.ok(!session.knows('alpha') && !session.knows('beta'));
  });

  it('forgets a folder that is no longer in the workspace, and learns one that has come', async () => {
    await other.write({ 'c.ts': 'gamma();\n' });
    const session = new Session();
    await session.read(folder);
    assert.equal((await session.read(other)).files, 1);
    assert.ok(session.knows('gamma') && !session.knows('alpha'));
  });

  it('finds the files of a folder that was moved here, or away', async () => {
    const session = new Session();
    await session.read(folder);
    await folder.write({ 'moved/here/c.ts': 'gamma();\n' });
    await session.changed(folder.pathOf('moved'));
    assert.ok(session.knows('gamma'));
    await rm(folder.pathOf('moved'), { recursive: true });
    await session.changed(folder.pathOf('moved'));
    assert.ok(!session.knows('gamma'));
  });

  it('obeys an ignore file as soon as it changes', async () => {
    const session = new Session();
    await session.read(folder);
    await folder.write({ '.gitignore': 'inner/\n' });
    await session.changed(folder.pathOf('.gitignore'));
    assert.ok(session.knows('alpha') && !session.knows('beta'));
  });

  it('does not read what changes outside of the workspace or where git ignores it', async () => {
    await folder.write({ '.gitignore': 'inner/\n', 'inner/c.ts': 'gamma();\n' });
    await other.write({ 'd.ts': 'delta();\n' });
    const session = new Session();
    await session.read(folder);
    const result = await session.changed(folder.pathOf('inner/c.ts'), other.pathOf('d.ts'));
    assert.equal(result.read, 0);
    assert.ok(!session.knows('gamma') && !session.knows('delta'));
  });

  it('learns a file once, whatever symbolic links to it appear', async () => {
    const session = new Session();
    await session.read(folder);
    await symlink(folder.pathOf('a.ts'), folder.pathOf('link.ts'));
    assert.equal((await session.changed(folder.pathOf('link.ts'))).files, 2);
  });

  it('goes on when files cannot be read or are gone in between', async function () {
    // Root may read everything, and on Windows this keeps nobody from reading.
    const isReadable = process.platform === 'win32' || process.getuid?.() === 0;
    await chmod(folder.pathOf('a.ts'), 0);
    const session = new Session();
    const result = await session.read(folder);
    assert.deepEqual(result.leftOut, isReadable ? {} : { unreadable: 1 });
    await rm(folder.pathOf('inner'), { recursive: true });
    assert.equal((await session.changed(folder.pathOf('inner/b.ts'))).read, 0);
    assert.ok(!session.knows('beta'));
  });

  it('stops when it is told to, and reads the rest the next time', async () => {
    const controller = new AbortController();
    const session = new Session();
    const reading = session.reader.readFolders([{ path: folder.path, exclude: [] }], {
      signal: controller.signal,
    });
    controller.abort();
    await reading;
    assert.equal((await session.read(folder)).files, 2);
  });

  describe('with a storage', () => {
    let disk: Folder;
    let storage: IndexStorage;

    beforeEach(async () => {
      disk = await Folder.with({});
      storage = new IndexStorage(disk.pathOf('indexes'));
      await folder.write({ 'code.ts': CODE, 'ünïcode.ts': 'größe = "\u{1F600}\uD83D";\n' });
    });

    afterEach(() => disk.remove());

    /** A session that has read the folder and written what it learned. */
    async function saved(): Promise<Session> {
      const session = new Session(storage);
      await session.read(folder);
      await waitUntil('the index is on disk', async () => (await indexes()).length > 0);
      await session.reader.dispose();
      return session;
    }

    async function indexes(): Promise<string[]> {
      try {
        return (await readdir(disk.pathOf('indexes'))).filter((name) => name.endsWith('.index'));
      } catch {
        return [];
      }
    }

    async function indexPath(): Promise<string> {
      return disk.pathOf(join('indexes', (await indexes())[0] ?? ''));
    }

    it('reads nothing in the next session that has not changed, and knows the same', async () => {
      const first = await saved();
      const second = new Session(storage);
      const result = await second.read(folder);
      assert.deepEqual([result.read, result.files], [0, 4]);
      assert.deepEqual(answersOf(second.corpus, CODE), answersOf(first.corpus, CODE));
      assert.ok(second.knows('größe'));
    });

    it('reads only what has changed meanwhile, and forgets what is gone', async () => {
      await saved();
      await folder.write({ 'a.ts': 'delta();\n' });
      await utimes(folder.pathOf('a.ts'), 1, 1);
      await rm(folder.pathOf('inner/b.ts'));
      const session = new Session(storage);
      assert.equal((await session.read(folder)).read, 1);
      assert.ok(session.knows('delta') && !session.knows('beta') && session.knows('total'));
    });

    it('knows the same although documents were learned before', async () => {
      const first = await saved();
      const second = new Session(storage);
      second.corpus.setDocument('untitled:1', 'words = { before: "the others" };\n');
      assert.equal((await second.read(folder)).read, 0);
      second.corpus.closeDocument('untitled:1');
      await second.changed();
      assert.deepEqual(answersOf(second.corpus, CODE), answersOf(first.corpus, CODE));
    });

    it('does not take the index of another workspace', async () => {
      await saved();
      const session = new Session(storage);
      await session.read(other);
      assert.equal(session.knows('alpha'), false);
      await rm(disk.pathOf('indexes'), { recursive: true });
    });

    it('learns anew from scratch, silently, wherever a byte of the index is wrong', async () => {
      const first = await saved();
      const path = await indexPath();
      const good = await readFile(path);
      const expected = answersOf(first.corpus, CODE);
      const random = seededRandom(31, 0);
      for (let round = 0; round < 60; round++) {
        const bad = Buffer.from(good);
        const at = Math.floor((round < 20 ? 48 : bad.length) * random());
        bad.writeUInt8(bad.readUInt8(at) ^ (1 << Math.floor(8 * random())), at);
        await writeFile(path, bad);
        const session = new Session(storage);
        assert.equal((await session.read(folder)).read, 4, `byte ${at}`);
        await session.reader.dispose();
        assert.deepEqual(answersOf(session.corpus, CODE), expected);
      }
    });

    it('learns anew, silently, from an index that is cut off, too long or empty', async () => {
      await saved();
      const path = await indexPath();
      const good = await readFile(path);
      const lengths = [0, 1, 8, 47, 48, 49, good.length >> 1, good.length - 1];
      for (const bad of [
        ...lengths.map((length) => good.subarray(0, length)),
        Buffer.concat([good, Buffer.of(0)]),
      ]) {
        await writeFile(path, bad);
        const session = new Session(storage);
        assert.equal((await session.read(folder)).read, 4, `${bad.length} bytes`);
        await session.reader.dispose();
      }
    });

    it('learns anew, silently, from a whole index of an older or newer format, and replaces it', async () => {
      await saved();
      const path = await indexPath();
      const good = await readFile(path);
      const format = good.readUInt32LE(8);
      for (const other of [format - 1, format + 1]) {
        const bad = Buffer.from(good);
        bad.writeUInt32LE(other, 8);
        await writeFile(path, bad);
        const session = new Session(storage);
        assert.equal((await session.read(folder)).read, 4, `format ${other}`);
        await waitUntil('it is written anew', async () => {
          return (await readFile(path)).readUInt32LE(8) === format;
        });
        await session.reader.dispose();
        assert.equal((await new Session(storage).read(folder)).read, 0);
      }
    });

    it('lets two windows on the same workspace write at once', async () => {
      const sessions = [new Session(storage), new Session(storage), new Session(storage)];
      await Promise.all(sessions.map((session) => session.read(folder)));
      await waitUntil('the index is on disk', async () => (await indexes()).length > 0);
      await Promise.all(sessions.map(({ reader }) => reader.dispose()));
      const names = await readdir(disk.pathOf('indexes'));
      assert.equal(names.length, 1, names.join());
      assert.equal((await new Session(storage).read(folder)).read, 0);
    });

    it('removes indexes that were not used for months, and leftovers', async () => {
      await disk.write({ 'indexes/old.index': 'x', 'indexes/left.tmp': 'x', 'indexes/note': 'x' });
      await utimes(disk.pathOf('indexes/old.index'), 1, 1);
      await utimes(disk.pathOf('indexes/left.tmp'), 1, 1);
      await new Session(storage).read(folder);
      await waitUntil('they are gone', async () => {
        const names = await readdir(disk.pathOf('indexes'));
        return names.length === 2 && names.includes('note');
      });
    });

    it('takes an index from a disk that can no more be written', async () => {
      await saved();
      mock.method(promises, 'utimes', () => Promise.reject(new Error('EROFS')));
      try {
        assert.equal((await new Session(storage).read(folder)).read, 0);
      } finally {
        mock.restoreAll();
      }
    });

    it('works without a disk that can be written', async () => {
      await disk.write({ occupied: '' });
      const session = new Session(new IndexStorage(disk.pathOf('occupied/indexes')));
      assert.equal((await session.read(folder)).files, 4);
      await session.reader.dispose();
    });
  });
});
