import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

const FILE = 'notes.ts';
const REPLY = 'first(second, third);';

describe('The inspector', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: `${REPLY}\n` });
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: { 'inkling.endpoint': server.url, 'inkling.backend': 'remote' },
    fill: (folder) => writeFile(join(folder, FILE), '\n'),
    file: FILE,
  }));

  it('says what to do while there is no completion', async () => {
    await workbench().runCommand('Inkling: Show Inspector');
    await workbench().webview().getByText('No completion yet').waitFor();
    await workbench().screenshot('inspector-empty');
  });

  it('shows the tokens of the latest completion with their probabilities', async () => {
    await workbench().placeCursor(1, 1);
    await workbench().type('const answer = ');
    await workbench().waitForGhostText(REPLY);
    const frame = workbench().webview();
    await waitUntil('the tokens are there', async () => {
      const tokens = await frame.locator('.token').allTextContents();
      return tokens.join('').startsWith(REPLY);
    });
    await frame.locator('.token').nth(2).hover();
    await waitUntil(
      'the alternatives are there',
      async () => (await frame.locator('.alternatives tr').count()) > 1,
    );
    assert.match(await frame.locator('.alternatives').innerText(), /\d %/);
    await workbench().screenshot('inspector');
  });

  it('moves from token to token by arrow keys', async () => {
    const frame = workbench().webview();
    await frame.locator('.text').focus();
    await workbench().press('Home');
    await workbench().press('ArrowRight');
    assert.equal(await frame.locator('.token[aria-selected="true"]').getAttribute('id'), 'token-1');
  });

  it('shows what a finished completion has cost', async () => {
    server.options = { reply: ' whole' };
    await workbench().focusEditor();
    await workbench().press('ControlOrMeta+a');
    await workbench().runCommand('Inkling: Complete Selection');
    const frame = workbench().webview();
    const facts = frame.locator('.facts');
    await facts.getByText('complete (stop)').waitFor();
    await facts.getByText('1 tokens').waitFor();
    await workbench().screenshot('inspector-usage');
  });

  it('runs under a strict policy, without an error', async () => {
    const frame = workbench().webview();
    const policy = await frame
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .getAttribute('content');
    assert.match(policy ?? '', /default-src 'none'/);
    assert.doesNotMatch(policy ?? '', /unsafe/);
    assert.doesNotMatch(await workbench().logs.extensionHost(), /\[error\]/);
  });
});
