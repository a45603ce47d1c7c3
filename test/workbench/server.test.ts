import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { noSuggestions } from '../support/quietSettings';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';
import type { Workbench } from './workbench';

const FILE = 'notes.ts';

/** What Inkling says in the status bar. */
async function status(workbench: Workbench): Promise<string> {
  const items = await workbench.statusBar();
  return items.find((item) => item.includes('Inkling')) ?? '';
}

async function waitForStatus(workbench: Workbench, expected: RegExp): Promise<void> {
  await waitUntil(`the status bar says ${expected.source}`, async () =>
    expected.test(await status(workbench)),
  );
}

describe('Ghost text from a server', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: '', apiKey: 'right-key' });
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: {
      // Without log probabilities nothing is held back as unsure.
      ...{ 'inkling.endpoint': server.url, 'inkling.logprobs': false },
      // What shows is the server's answer alone.
      ...{ ...noSuggestions, 'inkling.instantAnswer': false },
    },
    fill: (folder) => writeFile(join(folder, FILE), '\n'),
    file: FILE,
  }));

  async function setKey(key: string): Promise<void> {
    await workbench().runCommand('Inkling: Set API Key');
    await workbench().page.locator('.quick-input-widget input[type="password"]').waitFor();
    await workbench().screenshot('set-api-key');
    await workbench().type(key, 5);
    await workbench().press('Enter');
    await waitForStatus(workbench(), /^Inkling: 127\.0\.0\.1/);
    // What the server makes of the key is told at once.
    await waitUntil('the key is tested', async () => {
      const messages = await workbench().notifications();
      return messages.some((message) => message.includes('key') && !message.includes('asking'));
    });
    await workbench().focusEditor();
  }

  async function newLine(text: string): Promise<void> {
    await workbench().press('ControlOrMeta+End');
    await workbench().type(`\n${text}`);
  }

  it('is not asked for while there is no key: the embedded engine answers', async () => {
    await newLine('const one = ');
    await waitForStatus(workbench(), /embedded/);
    assert.equal(server.requests.length, 0);
  });

  it('with a wrong key is refused: said once, and in the status bar, without more requests', async () => {
    await setKey('wrong-key');
    // A single key, so that a single request is refused before there is a reason for the next.
    await newLine('');
    await server.waitForRequest(1);
    await waitForStatus(workbench(), /key refused/);
    await workbench().type('const two = 1 + 2 + 3 + 4;');
    await workbench().screenshot('wrong-key');
    const notifications = await workbench().notifications();
    assert.equal(notifications.length, 1, notifications.join('\n'));
    assert.match(notifications[0] ?? '', /key/i);
    assert.equal(server.requests.length, 1);
    assert.doesNotMatch(notifications[0] ?? '', /wrong-key/);
    await workbench().runCommand('Notifications: Clear All Notifications');
  });

  it('with the right key shows what the server streams, and Tab accepts it', async () => {
    server.options = { reply: 'theServersAnswer();\nnot this\n', apiKey: 'right-key' };
    await setKey('right-key');
    assert.match((await workbench().notifications()).join(), /takes the API key\. Its models: 2\./);
    await workbench().runCommand('Notifications: Clear All Notifications');
    await workbench().focusEditor();
    await newLine('const three = ');
    await workbench().waitForGhostText('theServersAnswer();');
    await workbench().screenshot('ghost-text-from-server');
    await workbench().press('Tab');
    assert.match(await workbench().savedText(FILE), /^const three = theServersAnswer\(\);$/m);
    assert.equal(server.requests.at(-1)?.headers.authorization, 'Bearer right-key');
  });

  it('shows a block where a block is being written', async () => {
    server.options = { reply: '\n  compute();\n}\n\nnot this', apiKey: 'right-key' };
    await newLine('function four() {');
    await workbench().waitForGhostText(/compute\(\);/);
    await workbench().screenshot('ghost-text-block');
    await workbench().press('Tab');
    assert.match(
      await workbench().savedText(FILE),
      /^function four\(\) \{\n {2}compute\(\);\n\}\n?$/m,
    );
  });

  it('doubles no bracket that the editor closes while the person types along a block', async () => {
    const reply = 'for (const item of items) {\n  use(item);\n}\n\nnot this';
    server.options = { reply, apiKey: 'right-key' };
    await newLine('');
    await workbench().waitForGhostText(/^for .*use\(item\)/s);
    await workbench().type('for (');
    await workbench().waitForGhostText(/^const item of items.*use\(item\)/s);
    await workbench().screenshot('ghost-text-block-along');
    await workbench().press('Tab');
    assert.match(
      await workbench().savedText(FILE),
      /^for \(const item of items\) \{\n {2}use\(item\);\n\}\n?$/m,
    );
  });

  it('closes the socket when a diverging character is typed', async () => {
    server.options = {
      reply: 'slow();',
      failure: { stallAfterTokens: 1 },
      apiKey: 'right-key',
    };
    const asked = server.requests.length;
    await newLine('const five = ');
    const request = await server.waitForRequest(asked + 1);
    await workbench().type('x');
    assert.equal(await request.closedEarly, true);
  });

  it('says in the status bar when the server is down, and shows no message', async () => {
    await server.close();
    await newLine('const six = ');
    await waitForStatus(workbench(), /offline/);
    await workbench().type('1 + 2 + 3');
    assert.deepEqual(await workbench().notifications(), []);
    await workbench().screenshot('server-down');
  });

  it('meets no error in the extension host', async () => {
    assert.doesNotMatch(await workbench().logs.extensionHost(), /\[error\]/);
    const log = await workbench().logs.extension('inkling.inkling');
    assert.doesNotMatch(log, /\[error\]/);
    assert.doesNotMatch(log, /(?:right|wrong)-key/);
  });
});
