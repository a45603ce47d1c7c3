import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { Gate } from '../support/gate';
import { noSuggestions } from '../support/quietSettings';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

const FILE = 'status.ts';

/** An element, as it is in the page. */
interface Row {
  getAttribute(name: string): string | null;
}

describe('The status bar', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: 'compute();\n' });
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: {
      ...{ 'inkling.endpoint': server.url, 'inkling.backend': 'remote' },
      ...{ 'inkling.eagerness': 'eager', 'inkling.instantAnswer': false, ...noSuggestions },
    },
    fill: (folder) => writeFile(join(folder, FILE), '\n'),
    file: FILE,
  }));

  async function says(expected: RegExp): Promise<string> {
    return waitUntil(`the status bar says ${expected.source}`, async () => {
      const items = await workbench().statusBar();
      return items.find((item) => item.includes('Inkling') && expected.test(item)) ?? false;
    });
  }

  /** The rows of the open Quick Pick. */
  async function rows(): Promise<string[]> {
    const list = workbench().page.locator('.quick-input-widget .monaco-list-row');
    await list.first().waitFor();
    // At once: the list may be filled anew while it is read.
    return list.evaluateAll((all: readonly Row[]) =>
      all.map((row) => row.getAttribute('aria-label') ?? ''),
    );
  }

  async function openMenu(): Promise<string[]> {
    await workbench().page.locator('.statusbar-item[id^="inkling.inkling"]').click();
    return rows();
  }

  async function choose(label: string): Promise<void> {
    const widget = workbench().page.locator('.quick-input-widget');
    await widget.locator('.monaco-list-row', { hasText: label }).first().click();
  }

  it('names the server that answers', async () => {
    await says(/^Inkling: 127\.0\.0\.1/);
    await workbench().press('ControlOrMeta+End');
    await workbench().type('\nconst one = ');
    await workbench().waitForGhostText('compute();');
  });

  it('has a menu, with what can be changed', async () => {
    const menu = await openMenu();
    await workbench().screenshot('status-menu');
    // All that the tooltip says, in whole sentences.
    const said = workbench().page.locator('.quick-input-widget .quick-input-box input').first();
    assert.match((await said.getAttribute('placeholder')) ?? '', /^127\.0\.0\.1:\d+ answers\.$/);
    // A screen reader reads no names of icons.
    assert.equal(menu[0], 'Choose Model…, qwen-3.8-27b');
    const wanted = ['Choose Model', 'Eagerness', 'Snooze for 5', 'Snooze for 1', 'Turn Off for'];
    for (const label of [...wanted, 'Show Inspector', 'Show Log', 'Settings']) {
      assert.ok(
        menu.some((row) => row.includes(label)),
        `${label} in ${menu.join('; ')}`,
      );
    }
    await choose('Snooze for 5');
    await says(/snoozed, [45] min/);
    await workbench().screenshot('status-snoozed');
    await openMenu();
    await choose('End Snooze');
    await says(/^Inkling: 127\.0\.0\.1/);
  });

  it('says that ghost text is off for a language, until it is turned on again', async () => {
    await workbench().focusEditor();
    await openMenu();
    await choose('Turn Off for typescript');
    await says(/off for typescript/);
    await workbench().screenshot('status-off-for-language');
    await openMenu();
    await choose('Turn On for typescript');
    await says(/^Inkling: 127\.0\.0\.1/);
  });

  it('asks for the eagerness with that of now in focus', async () => {
    await openMenu();
    await choose('Eagerness');
    const widget = workbench().page.locator('.quick-input-widget');
    await widget.locator('.monaco-list-row.focused', { hasText: 'eager' }).waitFor();
    await workbench().screenshot('eagerness');
    await workbench().press('Escape');
  });

  it('says that a request is under way when that takes its time', async () => {
    const gate = new Gate();
    server.options = { reply: 'compute();\n', hold: { afterTokens: 0, gate } };
    await workbench().focusEditor();
    await workbench().press('ControlOrMeta+End');
    await workbench().type('\nconst slow = ');
    await says(/It is thinking/);
    gate.open();
    await workbench().waitForGhostText('compute();');
    await says(/^Inkling: (127\.0\.0\.1:\d+)\. \1 answers/);
    server.options = { reply: 'compute();\n' };
  });

  it('leads to the models of the server, with context length and price', async () => {
    const pricing = { prompt: '0.0000006', completion: '0.0000012' };
    server.options = { ...server.options, modelFacts: { context_length: 131_072, pricing } };
    await openMenu();
    await choose('Choose Model');
    const row = await waitUntil('the models are there', async () =>
      (await rows()).find((each) => each.includes('llama-3.3-70b')),
    );
    assert.match(row, /131k tokens of context.*\$0\.60 for a million tokens of prompt, \$1\.20 of/);
    await workbench().screenshot('model-picker');
    await choose('llama-3.3-70b');
    await waitUntil('the menu says so', async () => {
      const [first] = await openMenu();
      await workbench().press('Escape');
      return first === 'Choose Model…, llama-3.3-70b';
    });
    await workbench().focusEditor();
    await workbench().press('ControlOrMeta+End');
    await workbench().type('\nconst two = ');
    await workbench().waitForGhostText('compute();');
    assert.equal(server.requests.at(-1)?.body['model'], 'llama-3.3-70b');
  });

  it('offers the models where the server has not the one that is set', async () => {
    server.options = { reply: 'compute();\n', models: ['llama3.1-8b'] };
    await workbench().type('\nconst other = ');
    await says(/model not found/);
    await workbench().screenshot('model-not-found');
    await workbench().clickInNotification('has no model', 'Choose Model');
    await waitUntil('the one that is there is listed', async () =>
      (await rows()).some((row) => row.startsWith('llama3.1-8b')),
    );
    await choose('llama3.1-8b');
    await says(/^Inkling: 127\.0\.0\.1/);
    await workbench().focusEditor();
  });

  it('counts down while the server has no room', async () => {
    server.options = {
      reply: '',
      failure: {
        ...{ status: 429, headers: { 'retry-after': '40' } },
        body: { message: 'Too many requests', code: 'too_many_requests' },
      },
    };
    await workbench().type('\nconst three = ');
    const first = await says(/paused, \d+ s/);
    await workbench().screenshot('status-paused');
    const seconds = (text: string) => Number(/paused, (\d+) s/.exec(text)?.[1]);
    await waitUntil('it counts down', async () => seconds(await says(/paused/)) < seconds(first));
    assert.deepEqual(await workbench().notifications(), []);
  });

  it('meets no error', async () => {
    assert.doesNotMatch(await workbench().logs.extensionHost(), /\[error\]/);
  });
});
