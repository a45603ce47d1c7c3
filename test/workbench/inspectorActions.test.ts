import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { CompletionsServer } from '../support/completionsServer';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

const FILE = 'notes.ts';
const REPLIES = [
  ' first(one, two);',
  ' second(three, four);',
  ' third(five, six, seven).then((eight) => eight + nine).then((ten) => ten.map(eleven), twelve);',
];

describe('What can be done in the inspector', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: '' });
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: {
      'inkling.endpoint': server.url,
      'inkling.backend': 'remote',
      'inkling.dialect': 'cerebras',
      'inkling.instantAnswer': false,
    },
    fill: (folder) => writeFile(join(folder, FILE), 'const value =\n'),
    file: FILE,
  }));

  const frame = (): FrameLocator => workbench().webview();
  const rows = (): Locator => frame().locator('.row');
  const button = (name: string): Locator => frame().getByRole('button', { name, exact: true });

  /** Completes the first line and discards that. The person is in the inspector at once. */
  async function completeSelection(reply: string): Promise<void> {
    server.options = { reply };
    const asked = server.requests.length;
    await workbench().placeCursor(1, 1);
    await workbench().press('Shift+End');
    await workbench().runCommand('Inkling: Complete Selection');
    await server.waitForRequest(asked + 1);
    await waitUntil('it is written', async () =>
      (await workbench().visibleLines())[0]?.endsWith(reply),
    );
    const control = workbench().page.locator('.codelens-decoration a', { hasText: 'Discard' });
    await control.waitFor();
    await workbench().runCommand('Inkling: Discard Completion');
    await waitUntil('it is gone', async () => {
      return (await workbench().visibleLines())[0] === 'const value =';
    });
    await frame().getByRole('tab', { selected: true }).first().click();
    await control.waitFor({ state: 'detached' });
  }

  async function workspaceSettings(settings: object): Promise<string> {
    const file = join(workbench().folder, '.vscode', 'settings.json');
    await mkdir(join(workbench().folder, '.vscode'), { recursive: true });
    await writeFile(file, JSON.stringify(settings));
    return file;
  }

  async function chooseFilter(label: string): Promise<void> {
    await frame().locator('.list-bar vscode-single-select').click();
    await frame()
      .locator('.list-bar vscode-single-select')
      .getByRole('option', { name: label, exact: true })
      .click();
  }

  it('is to have completions first', async () => {
    await workbench().runCommand('Inkling: Show Inspector');
    await frame().getByText('No completion yet').waitFor();
    for (const reply of REPLIES) await completeSelection(reply);
    await waitUntil('they are listed', async () => (await rows().count()) === REPLIES.length);
  });

  it('jumps between the tokens of which the model was unsure, by n and p', async () => {
    await rows().first().click();
    await frame().locator('#tokens .text').focus();
    await workbench().press('Home');
    const selected = frame().locator('#tokens .token[aria-selected="true"]');
    const at = async () => Number(await selected.getAttribute('data-token'));
    await workbench().press('n');
    const first = await waitUntil('the first is selected', async () => (await at()) || undefined);
    assert.match((await selected.getAttribute('aria-label')) ?? '', /, [0-4]?\d(\.\d+)? %/);
    await workbench().press('n');
    await waitUntil('the next is selected', async () => (await at()) > first);
    await workbench().press('p');
    await waitUntil('the first is selected again', async () => (await at()) === first);
  });

  it('goes to the alternatives by Enter, through them by arrows, and back by Esc', async () => {
    const alternatives = frame().locator('.alternatives button');
    await alternatives.nth(1).waitFor();
    await workbench().press('Enter');
    await frame().locator('.alternatives button:focus').waitFor();
    const name = () => frame().locator('.alternatives button:focus').getAttribute('title');
    const first = await name();
    await workbench().press('ArrowDown');
    await waitUntil('the next has the focus', async () => (await name()) !== first);
    await workbench().screenshot('inspector-keys');
    await workbench().press('Escape');
    await frame().locator('#tokens .text:focus').waitFor();
  });

  it('pins a completion, and shows those that are pinned', async () => {
    await rows().last().click();
    await button('Pin').click();
    await button('Unpin').waitFor();
    await frame().locator('.row', { hasText: '★' }).waitFor();
    await chooseFilter('Pinned');
    await waitUntil('it alone is listed', async () => (await rows().count()) === 1);
    await workbench().screenshot('inspector-pinned');
    assert.match(await rows().innerText(), /first/);
    await chooseFilter('All');
    await waitUntil('all are listed', async () => (await rows().count()) === REPLIES.length);
  });

  it('exports what is listed as JSON', async () => {
    await button('Export These Completions as JSON').click();
    await workbench().page.locator('.quick-input-widget input').first().waitFor();
    await workbench().screenshot('inspector-export');
    await workbench().press('Enter');
    const [text, completions] = await waitUntil('it is written, to its end', async () => {
      const written = await readFile(join(workbench().folder, 'completions.json'), 'utf8');
      const parsed = JSON.parse(written) as { completions: readonly unknown[] };
      return [written, parsed.completions] as const;
    });
    assert.equal(completions.length, REPLIES.length);
    for (const reply of REPLIES) assert.ok(text.includes(reply.trim().split('(')[0] ?? ''), reply);
  });

  it('compares any of several choices, side by side', async () => {
    const file = await workspaceSettings({ 'inkling.completeSelection.parameters': { n: 2 } });
    await waitUntil('two are asked for', async () => {
      await completeSelection(REPLIES[0] ?? '');
      return server.requests.at(-1)?.body['n'] === 2;
    });
    await writeFile(file, '{}');
    await rows().first().click();
    await frame().getByRole('tab', { name: 'Branches', exact: true }).click();
    const asked = server.requests.length;
    await button('Run Again').click();
    await server.waitForRequest(asked + 1);
    await waitUntil('the tree has both', async () => {
      return (await frame().getByRole('treeitem').count()) === 2;
    });
    await frame().locator('.tree button:visible', { hasText: 'Compare' }).click();
    const compared = frame().locator('.side').nth(1);
    const second = compared.getByRole('button', { name: 'Choice 2 of 2' });
    await second.click();
    await waitUntil('the second is shown', async () => {
      return (await second.getAttribute('aria-pressed')) === 'true';
    });
    await compared.locator('.token').first().waitFor();
    await workbench().screenshot('inspector-compared-choices');
    await compared.getByRole('button', { name: 'Insert What Is Compared' }).click();
    await waitUntil('it is in the document', async () =>
      (await workbench().visibleLines())[0]?.endsWith(REPLIES[0] ?? ''),
    );
    // The text shows before the editor has the focus.
    await workbench().focusEditor();
    await workbench().press('ControlOrMeta+z');
    await waitUntil('it is gone', async () => {
      return (await workbench().visibleLines())[0] === 'const value =';
    });
    await frame().getByRole('tab', { name: 'Tokens', exact: true }).click();
  });

  it('writes to the user settings, and resets there', async () => {
    await frame().getByRole('tab', { name: 'Settings', exact: true }).click();
    await frame().getByText('User settings', { exact: true }).click();
    const setting = frame().locator('.setting:has(h2:text-is("temperature"))');
    await setting.locator('input').fill('0.6');
    await setting.locator('input').blur();
    await setting.getByText('set in user').waitFor();
    await workbench().screenshot('inspector-user-settings');
    const workspace = await readFile(
      join(workbench().folder, '.vscode', 'settings.json'),
      'utf8',
    ).catch(() => '');
    assert.doesNotMatch(workspace, /temperature/);
    await completeSelection(' fourth();');
    assert.equal(server.requests.at(-1)?.body['temperature'], 0.6);
    await button('Reset temperature').click();
    await setting.getByText('set in user').waitFor({ state: 'detached' });
    await frame().getByRole('tab', { name: 'Completions', exact: true }).click();
  });

  it('forgets all but what is pinned, when the person says so', async () => {
    const dialog = workbench().page.locator('.monaco-dialog-box');
    await button('Clear the History').click();
    await dialog.waitFor();
    await workbench().screenshot('inspector-clear');
    await workbench().press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.ok((await rows().count()) > REPLIES.length);
    await button('Clear the History').click();
    await dialog.getByRole('button', { name: 'Clear', exact: true }).click();
    await waitUntil('the pinned one is left', async () => (await rows().count()) === 1);
    assert.match(await rows().innerText(), /first/);
  });

  it('keeps nothing while the history is off, and says so', async () => {
    const file = await workspaceSettings({ 'inkling.inspector.history': false });
    await frame().getByText('The history is off').waitFor();
    await workbench().screenshot('inspector-history-off');
    await completeSelection(' fifth();');
    assert.equal(await rows().count(), 0);
    await writeFile(file, JSON.stringify({}));
    await frame().getByText('No completion yet').waitFor();
    await completeSelection(' sixth();');
    await waitUntil('it is listed', async () => (await rows().count()) === 1);
  });
});
