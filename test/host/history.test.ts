import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { completing, useServer } from './completing';

describe('The history of the inspector', () => {
  const server = useServer();

  after(resetConfiguration);

  /** All that the journals below the host's own folder say; its data lies there. */
  async function journals(): Promise<string> {
    const files = await readdir(tmpdir(), { recursive: true });
    const ours = files.filter((file) =>
      file.endsWith(join('inkling.inkling', 'completions.jsonl')),
    );
    const texts = await Promise.all(ours.map((file) => readFile(join(tmpdir(), file), 'utf8')));
    return texts.join('');
  }

  it('is kept on disk, and deleted when it is turned off: inkling.inspector.history', async function () {
    // A desktop has its data elsewhere.
    if (vscode.env.uiKind === vscode.UIKind.Desktop) this.skip();
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
