import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { noSuggestions } from '../support/quietSettings';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

const KEY = 'csk-a-key-of-the-tests';

describe('The API key', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: 'compute();\n', apiKey: KEY });
    await server.close();
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: {
      'inkling.endpoint': server.url,
      'inkling.model': 'llama-3.3-70b',
      ...noSuggestions,
    },
    fill: (folder) => writeFile(join(folder, 'key.ts'), '\n'),
    file: 'key.ts',
  }));

  async function tells(expected: RegExp): Promise<string> {
    const message = await waitUntil(`a message says ${expected.source}`, async () =>
      (await workbench().notifications()).find((text) => expected.test(text)),
    );
    assert.doesNotMatch(message, new RegExp(KEY));
    return message;
  }

  async function says(expected: RegExp): Promise<void> {
    await waitUntil(`the status bar says ${expected.source}`, async () =>
      (await workbench().statusBar()).some((item) => expected.test(item)),
    );
  }

  const clearMessages = () => workbench().runCommand('Notifications: Clear All Notifications');

  it('is kept when the server cannot be asked, which is told with what to do', async () => {
    await workbench().runCommand('Inkling: Set API Key');
    await workbench().answer(KEY, 'key-question');
    await tells(/refuses the connection: no server listens there.*Start the server/s);
    await workbench().screenshot('key-server-unreachable');
    await clearMessages();
  });

  it('is not why the models cannot be listed, which is told, too', async () => {
    await workbench().runCommand('Inkling: Choose Model');
    const widget = workbench().page.locator('.quick-input-widget');
    const row = widget.locator('.monaco-list-row', { hasText: 'Retry' });
    await row.getByText(/refuses the connection: no server listens there/).waitFor();
    const input = widget.locator('.quick-input-box input').first();
    assert.match((await input.getAttribute('placeholder')) ?? '', /^Start the server/);
    await workbench().screenshot('model-picker-unreachable');
    await server.reopen();
    await row.click();
    await widget.locator('.monaco-list-row', { hasText: 'llama3.1-8b' }).waitFor();
    await workbench().press('Escape');
  });

  it('is there when the server is, and then counts', async () => {
    await workbench().runCommand('Inkling: Test API Key');
    await tells(/takes the API key/);
    await workbench().screenshot('key-taken');
    await clearMessages();
    await workbench().focusEditor();
    await workbench().type('const one = ');
    await workbench().waitForGhostText('compute();');
    assert.equal(server.requests.at(-1)?.headers.authorization, `Bearer ${KEY}`);
  });

  it('comes with the offer to use it, where the setting is to use the embedded engine', async () => {
    await workbench().runCommand('Inkling: Use the Embedded Engine');
    await says(/^Inkling\. The embedded engine answers/);
    await workbench().runCommand('Inkling: Test API Key');
    const offer = await tells(/inkling\.backend has the embedded engine answer/);
    await workbench().screenshot('key-without-use');
    await workbench().clickInNotification(offer, 'Use the Server');
    await says(/^Inkling: 127\.0\.0\.1/);
    await clearMessages();
  });

  it('is refused in plain words where the server wants another', async () => {
    server.options = { ...server.options, apiKey: 'another' };
    await workbench().runCommand('Inkling: Test API Key');
    await tells(/refused the API key.*Set the right API key/s);
    await workbench().screenshot('key-refused');
  });
});
