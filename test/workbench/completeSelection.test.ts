import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

const FILE = 'story.md';

describe('Complete Selection in the workbench', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: '' });
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: { 'inkling.endpoint': server.url, 'inkling.backend': 'remote' },
    fill: (folder) => writeFile(join(folder, FILE), 'Once upon a time\n\nThe end.\n'),
    file: FILE,
  }));

  /** Selects the first line, from its beginning to its end. */
  async function selectFirstLine(): Promise<void> {
    await workbench().placeCursor(1, 1);
    await workbench().press('Shift+End');
  }

  it('streams into the document from the context menu', async () => {
    server.options = { reply: ' there was a mill', tokenInterval: 150 };
    await selectFirstLine();
    await workbench().openContextMenu();
    await workbench().screenshot('context-menu');
    await workbench().press('Escape');
    await workbench().clickInContextMenu('Complete Selection');
    await waitUntil('the first words are there', async () =>
      (await workbench().visibleLines())[0]?.includes(' there'),
    );
    await workbench().screenshot('complete-selection-streaming');
    await waitUntil('all words are there', async () =>
      (await workbench().visibleLines())[0]?.endsWith(' there was a mill'),
    );
    assert.equal(
      await workbench().savedText(FILE),
      'Once upon a time there was a mill\n\nThe end.\n',
    );
  });

  it('runs from the command palette', async () => {
    server.options = { reply: ' and a miller' };
    await selectFirstLine();
    await workbench().runCommand('Inkling: Complete Selection');
    await waitUntil('the words are there', async () =>
      (await workbench().visibleLines())[0]?.endsWith(' and a miller'),
    );
  });

  it('can be cancelled, and keeps what has come', async () => {
    server.options = { reply: ' who was very very very old', tokenInterval: 400 };
    const asked = server.requests.length;
    await selectFirstLine();
    await workbench().runCommand('Inkling: Complete Selection');
    const request = await server.waitForRequest(asked + 1);
    await waitUntil('the first word is there', async () =>
      (await workbench().visibleLines())[0]?.includes(' who'),
    );
    await workbench().page.getByRole('button', { name: 'Cancel' }).first().click();
    assert.equal(await request.closedEarly, true);
    const text = await workbench().savedText(FILE);
    assert.match(text, /^Once upon a time.* who/);
    assert.doesNotMatch(text, /old/);
  });

  it('has not read the workspace, since a server answers', async () => {
    assert.doesNotMatch(await workbench().logs.extension('inkling.inkling'), /Learned from/);
  });
});
