import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { completing, useCompletingServer } from './completing';

describe('The history of the inspector', () => {
  const server = useCompletingServer();

  after(resetConfiguration);

  /** All that the journals below the folders of running hosts say; of a server's, that is all there is. */
  async function journals(): Promise<string> {
    const root = tmpdir();
    const folders = basename(root).startsWith('inkling-')
      ? [root]
      : (await readdir(root))
          .filter((name) => name.startsWith('inkling-'))
          .map((name) => join(root, name));
    const texts = await Promise.all(folders.map(journalsIn));
    return texts.flat().join('');
  }

  it('is kept on disk, and deleted when it is turned off: inkling.inspector.history', async () => {
    server().options = { reply: ' forTheHistory' };
    await vscode.commands.executeCommand('inkling.showInspector');
    const [, done] = await completing('[keptOnDisk]');
    await done;
    await waitUntil('it is kept', async () => (await journals()).includes('keptOnDisk'));
    await configure({ 'inspector.history': false });
    await waitUntil('it is deleted', async () => !(await journals()).includes('keptOnDisk'));
    const [, again] = await completing('[notKept]');
    await again;
    assert.doesNotMatch(await journals(), /notKept/);
  });
});

/** Files may come and go meanwhile. */
async function journalsIn(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const ours = files.filter((file) => file.endsWith(join('inkling.inkling', 'completions.jsonl')));
  return Promise.all(ours.map((file) => readFile(join(folder, file), 'utf8').catch(() => '')));
}
