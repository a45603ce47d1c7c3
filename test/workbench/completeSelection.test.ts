import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { CompletionsServer } from '../support/completionsServer';
import { Gate } from '../support/gate';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

const FILE = 'story.md';
/** It goes on until it is stopped, however slow the machine: its end never comes. */
const ENDLESS = { reply: ` who was${' very'.repeat(1_000)} old`, tokenInterval: 400 };

describe('Complete Selection in the workbench', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: '' });
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: {
      'inkling.endpoint': server.url,
      'inkling.backend': 'remote',
      'inkling.instantAnswer': false,
    },
    fill: (folder) => writeFile(join(folder, FILE), 'Once upon a time\n\nThe end.\n'),
    file: FILE,
  }));

  /** Selects the first line, from its beginning to its end. */
  async function selectFirstLine(): Promise<void> {
    await workbench().placeCursor(1, 1);
    await workbench().press('Shift+End');
  }

  /** A control that stands above generated text. */
  function control(title: string): Locator {
    return workbench().page.locator('.codelens-decoration a', { hasText: title });
  }

  /** Accepts what is there: controls that are seen after this belong to what comes next. */
  async function accept(): Promise<void> {
    await control('Accept').click();
    await control('Accept').waitFor({ state: 'detached' });
  }

  it('streams into the document from the context menu', async () => {
    const gate = new Gate();
    server.options = { reply: ' there was a mill', hold: { afterTokens: 2, gate } };
    await selectFirstLine();
    await workbench().openContextMenu();
    await workbench().screenshot('context-menu');
    await workbench().press('Escape');
    await workbench().clickInContextMenu('Complete Selection');
    await waitUntil('the first words are there', async () =>
      (await workbench().visibleLines())[0]?.includes(' there'),
    );
    await workbench().screenshot('complete-selection-streaming');
    gate.open();
    await waitUntil('all words are there', async () =>
      (await workbench().visibleLines())[0]?.endsWith(' there was a mill'),
    );
    await accept();
    assert.equal(
      await workbench().savedText(FILE),
      'Once upon a time there was a mill\n\nThe end.\n',
    );
  });

  it('runs by its keys', async () => {
    server.options = { reply: ', by a river' };
    await selectFirstLine();
    await workbench().press('ControlOrMeta+Alt+Enter');
    await waitUntil('the words are there', async () =>
      (await workbench().visibleLines())[0]?.endsWith(', by a river'),
    );
    await accept();
  });

  it('runs from the command palette', async () => {
    server.options = { reply: ' and a miller' };
    await selectFirstLine();
    await workbench().runCommand('Inkling: Complete Selection');
    await waitUntil('the words are there', async () =>
      (await workbench().visibleLines())[0]?.endsWith(' and a miller'),
    );
    await accept();
  });

  it('stops with Esc and keeps what has come, and a second Esc takes it back', async () => {
    server.options = ENDLESS;
    const asked = server.requests.length;
    await selectFirstLine();
    const [before] = await workbench().visibleLines();
    await workbench().runCommand('Inkling: Complete Selection');
    const request = await server.waitForRequest(asked + 1);
    await waitUntil('the first word is there', async () =>
      (await workbench().visibleLines())[0]?.includes(' who'),
    );
    await workbench().press('Escape');
    assert.equal(await request.closedEarly, true);
    await control('Discard').waitFor();
    const [stopped] = await workbench().visibleLines();
    assert.match(stopped ?? '', / who/);
    assert.doesNotMatch(stopped ?? '', /old/);
    await workbench().press('Escape');
    await waitUntil('it is taken back', async () => {
      return (await workbench().visibleLines())[0] === before;
    });
    await control('Discard').waitFor({ state: 'detached' });
  });

  it('takes it back also when the second Esc comes at once', async () => {
    server.options = ENDLESS;
    await selectFirstLine();
    const [before] = await workbench().visibleLines();
    await workbench().runCommand('Inkling: Complete Selection');
    await waitUntil('the first word is there', async () =>
      (await workbench().visibleLines())[0]?.includes(' who'),
    );
    await workbench().press('Escape');
    await workbench().press('Escape');
    await waitUntil('it is taken back', async () => {
      return (await workbench().visibleLines())[0] === before;
    });
    await control('Discard').waitFor({ state: 'detached' });
  });

  it('has controls above the text that it marks, which go when it is accepted', async () => {
    server.options = { reply: ' in the valley,\nfar away', tokenInterval: 0 };
    await selectFirstLine();
    await workbench().runCommand('Inkling: Complete Selection');
    await control('Retry').waitFor();
    await workbench().screenshot('complete-selection-controls');
    server.options = { reply: ' on the hill' };
    await control('Retry').click();
    await control('2/2').waitFor();
    assert.match((await workbench().visibleLines())[0] ?? '', / on the hill$/);
    await control('2/2').click();
    await control('1/2').waitFor();
    assert.match((await workbench().visibleLines())[0] ?? '', / in the valley,$/);
    await accept();
    assert.match((await workbench().visibleLines())[0] ?? '', / in the valley,$/);
  });

  it('says when it is incomplete and why, and Retry goes on', async () => {
    server.options = { reply: ' and then it stopped', failure: { cutAfterTokens: 2 } };
    await workbench().placeCursor(4, 1);
    await workbench().press('Shift+End');
    await workbench().runCommand('Inkling: Complete Selection');
    await control('Retry').waitFor();
    await waitUntil('it is told', async () =>
      (await workbench().notifications()).some((message) => message.includes('broke off')),
    );
    await workbench().screenshot('complete-selection-incomplete');
    // The next message says the same, and is another one.
    await workbench().runCommand('Notifications: Clear All Notifications');
    server.options = { reply: ', at last', failure: { cutAfterTokens: 2 } };
    await control('Retry').click();
    await waitUntil('a part of the rest is there', async () =>
      (await workbench().visibleLines()).some((line) => line.includes(', at')),
    );
    server.options = { reply: ' for good.' };
    await workbench().clickInNotification('broke off', 'Retry');
    await waitUntil('the rest is there', async () =>
      (await workbench().visibleLines()).some((line) => line.endsWith(' for good.')),
    );
    const line = (await workbench().visibleLines()).find((each) => each.startsWith('The end.'));
    assert.match(line ?? '', /^The end\. and.*, at.* for good\.$/);
    await accept();
  });

  it('asks for model and sampling in Complete Selection With…, and remembers them', async () => {
    server.options = { reply: ' indeed' };
    await selectFirstLine();
    await workbench().runCommand('Inkling: Complete Selection With…');
    await workbench().answer('llama-3.3-70b', 'complete-selection-with');
    await workbench().answer('0.5');
    await workbench().answer('64');
    await workbench().answer('\\n END');
    await accept();
    const { body } = server.requests.at(-1) ?? {};
    // The person's own stops first, then those of the model's format: four are what a server takes.
    const stop = ['\n', 'END', '</COMPLETION>', '<|eot_id|>'];
    const asked = { model: 'llama-3.3-70b', temperature: 0.5, max_tokens: 64, stop };
    assert.deepEqual({ ...body, ...asked }, body);
    await selectFirstLine();
    await workbench().runCommand('Inkling: Complete Selection With…');
    for (let question = 0; question < 4; question++) await workbench().answer();
    await waitUntil('it is asked again', () => server.requests.at(-1)?.body !== body);
    const again = server.requests.at(-1)?.body;
    assert.deepEqual({ ...again, ...asked }, again);
    await accept();
  });

  it('stops at all texts that the person names, also where the server takes fewer', async () => {
    server.options = { reply: ' One, two, three.' };
    await workbench().placeCursor(4, 1);
    await workbench().press('Shift+End');
    await workbench().runCommand('Inkling: Complete Selection With…');
    await workbench().answer('llama-3.3-70b');
    await workbench().answer('0');
    await workbench().answer('64');
    await workbench().answer('A B C D three');
    await waitUntil('the text before the last stop is there', async () =>
      (await workbench().visibleLines()).some((line) => line.endsWith(' One, two, ')),
    );
    assert.deepEqual(server.requests.at(-1)?.body['stop'], ['A', 'B', 'C', 'D']);
    await accept();
  });

  it('shows itself in the inspector from its controls, and is run from there', async () => {
    server.options = { reply: ' A mill wheel.' };
    await workbench().placeCursor(4, 1);
    await workbench().press('Shift+End');
    await workbench().runCommand('Inkling: Complete Selection');
    await accept();
    server.options = { reply: ' It turned.' };
    await workbench().press('ControlOrMeta+Alt+Enter');
    await control('Inspect').click();
    const shown = workbench().webview().locator('.row[aria-selected="true"]');
    await waitUntil('it is shown', async () => (await shown.innerText()).includes('It·turned'));
    await workbench().screenshot('complete-selection-inspect');
    await accept();
    server.options = { reply: ' And turned.' };
    const asked = server.requests.length;
    await workbench().webview().locator('.rows').focus();
    const button = workbench()
      .page.locator('.pane-header, .composite.title')
      .locator('a[aria-label^="Inkling: Complete Selection"], a[aria-label^="Complete Selection"]');
    await button.first().click();
    await server.waitForRequest(asked + 1);
    await waitUntil('its text is in the document', async () =>
      (await workbench().visibleLines()).some((line) => line.endsWith(' And turned.')),
    );
    await accept();
    await workbench().runCommand('View: Hide Panel');
  });

  it('loses nothing and inserts nothing more when the window is reloaded meanwhile', async () => {
    const text = await workbench().savedText(FILE);
    server.options = { reply: ' Half a sentence and no more', tokenInterval: 3_600_000 };
    const asked = server.requests.length;
    await workbench().placeCursor(2, 1);
    await workbench().press('Shift+End');
    await workbench().press('ControlOrMeta+Alt+Enter');
    const request = await server.waitForRequest(asked + 1);
    await waitUntil('the first word is there', async () =>
      (await workbench().visibleLines()).includes('far away Half'),
    );
    await workbench().reload();
    assert.equal(await request.closedEarly, true);
    await workbench().focusEditor();
    const expected = text.replace('far away\n', 'far away Half\n');
    assert.ok((await workbench().visibleLines()).includes('far away Half'));
    assert.equal(await workbench().page.locator('.tab.active.dirty').count(), 1);
    assert.equal(server.requests.length, asked + 1);
    await workbench().screenshot('complete-selection-reloaded');
    assert.equal(await workbench().savedText(FILE), expected);
  });

  it('has not read the workspace: a server answers, and nothing is to be instant', async () => {
    assert.doesNotMatch(await workbench().logs.extension('inkling.inkling'), /Learned from/);
  });
});
