import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { CompletionsServer } from '../support/completionsServer';
import { Gate } from '../support/gate';
import { waitUntil } from '../support/waitUntil';
import { type Violation, violations } from './accessibility';
import { useWorkbench } from './useWorkbench';

const FILE = 'notes.ts';
const REPLY = 'first(second, third);';
const BLOCK = [
  ' {',
  '  const found = new Map<string, number>();',
  '  for (const [index, value] of values.entries()) {',
  '    if (!found.has(value)) found.set(value, index);',
  '\t  // A tab stands before this line.',
  '  }',
  '  return [...found.values()].map((at) => values[at]);',
  '}',
].join('\n');
/** The model is not sure of `right`: ghost text ends before it. */
const UNSURE_REPLY = 'combine(left, right).then(sorted);';
const SURE_PART = 'combine(left,';
/** By the kind of theme that VS Code tells a webview. */
const THEMES = {
  'vscode-dark': 'Visual Studio Dark',
  'vscode-light': 'Visual Studio Light',
  'vscode-high-contrast': 'Default High Contrast',
  'vscode-high-contrast-light': 'Default High Contrast Light',
};

describe('The inspector', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: `${REPLY}\n` });
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: {
      'inkling.endpoint': server.url,
      'inkling.backend': 'remote',
      'inkling.dialect': 'cerebras',
    },
    fill: (folder) => writeFile(join(folder, FILE), '\n'),
    file: FILE,
  }));

  const frame = (): FrameLocator => workbench().webview();
  const tokens = () => frame().locator('#tokens .token');

  async function completeSelection(reply: string): Promise<void> {
    server.options = { reply, tokenInterval: 5 };
    const asked = server.requests.length;
    await workbench().placeCursor(1, 1);
    await workbench().press('Shift+End');
    await workbench().runCommand('Inkling: Complete Selection');
    await server.waitForRequest(asked + 1);
  }

  /** What the workspace sets for Complete Selection alone. */
  async function setParameters(parameters: object): Promise<void> {
    const settings = { 'inkling.completeSelection.parameters': parameters };
    await mkdir(join(workbench().folder, '.vscode'), { recursive: true });
    await writeFile(join(workbench().folder, '.vscode', 'settings.json'), JSON.stringify(settings));
  }

  /** Completes the selection until the request has what was just set. */
  async function completeSelectionWith(parameter: string, reply: string): Promise<void> {
    await waitUntil(`${parameter} is sent`, async () => {
      await completeSelection(reply);
      return server.requests.at(-1)?.body[parameter] === true;
    });
  }

  /** Shows the newest completion that has all of `words`. */
  async function chooseCompletion(words: string): Promise<void> {
    const search = frame().locator('.list-bar vscode-textfield').getByRole('textbox');
    await search.fill(words);
    await frame().locator('.row').first().click();
    await waitUntil(
      'it is shown',
      async () => (await frame().locator('.detail-header').count()) > 0,
    );
    await search.fill('');
  }

  async function tab(name: string): Promise<void> {
    await frame().getByRole('tab', { name, exact: true }).click();
  }

  it('says what to do while there is no completion', async () => {
    await workbench().runCommand('Inkling: Show Inspector');
    await frame().getByText('No completion yet').waitFor();
    await workbench().screenshot('inspector-empty');
  });

  it('shows the tokens of the latest completion with their probabilities', async () => {
    await workbench().placeCursor(1, 1);
    await workbench().type('const answer = ');
    await workbench().waitForGhostText(REPLY);
    await waitUntil('the tokens are there', async () => {
      return (await tokens().allTextContents()).join('').startsWith(REPLY);
    });
    await tokens().nth(2).hover();
    const alternatives = frame().locator('.alternatives li');
    await waitUntil('the alternatives are there', async () => (await alternatives.count()) > 1);
    assert.match(await frame().locator('.alternatives').innerText(), /\d %/);
    await workbench().screenshot('inspector');
  });

  it('moves from token to token by arrow keys', async () => {
    await frame().locator('#tokens .text').focus();
    await workbench().press('Home');
    await workbench().press('ArrowRight');
    const selected = frame().locator('#tokens .token[aria-selected="true"]');
    assert.equal(await selected.getAttribute('id'), 'tokens-token-1');
    await workbench().press('End');
    await waitUntil('the last is selected', async () => {
      return (await selected.getAttribute('aria-posinset')) === String(await tokens().count());
    });
  });

  it('tells what of ghost text was shown from what was cut off as unsure', async () => {
    server.options = { reply: UNSURE_REPLY };
    await workbench().focusEditor();
    await workbench().press('End');
    await workbench().press('Enter');
    await workbench().type('const sum = ');
    await workbench().waitForGhostText(SURE_PART);
    const shown = frame().locator('#tokens .token:not(.cut)');
    await waitUntil('the shown tokens are told apart', async () => {
      const cut = (await frame().locator('#tokens .cut').allTextContents()).join('');
      return (await shown.allTextContents()).join('') === SURE_PART && cut.startsWith(' right');
    });
    await frame()
      .locator('.facts', { hasText: /4 shown, \d hidden/ })
      .first()
      .waitFor();
    await workbench().screenshot('inspector-cut');
    await workbench().press('Escape');
    await workbench().press('ControlOrMeta+Shift+k');
    const row = frame().locator('.row', { hasText: 'combine' }).first();
    await waitUntil('it has an outcome', async () =>
      /cut|rejected|ignored/.test(await row.innerText()),
    );
  });

  it('shows a completion while it streams', async () => {
    const gate = new Gate();
    server.options = { reply: BLOCK, tokenInterval: 40, hold: { afterTokens: 10, gate } };
    await workbench().placeCursor(1, 1);
    await workbench().press('Shift+End');
    await workbench().runCommand('Inkling: Complete Selection');
    await frame().locator('.row', { hasText: 'streaming' }).waitFor();
    const count = await tokens().count();
    gate.open();
    await waitUntil('more has come', async () => (await tokens().count()) > count + 5);
    await workbench().screenshot('inspector-streaming');
    await frame().locator('.row', { hasText: 'streaming' }).waitFor({ state: 'detached' });
    await workbench().runCommand('Inkling: Discard Completion');
  });

  it('shows an echoed prompt with its probabilities', async () => {
    await setParameters({ echo: true });
    await completeSelectionWith('echo', REPLY);
    await frame().locator('#tokens .echoed').first().waitFor();
    await frame().locator('.row').first().locator('.fate-complete').waitFor();
    await frame().locator('#tokens .text').focus();
    await workbench().press('End');
    const own = frame().locator('#tokens .token:not(.echoed)');
    await waitUntil('the completion is told apart', async () => {
      return (await own.allTextContents()).join('') === REPLY;
    });
    await workbench().screenshot('inspector-echo');
    await workbench().runCommand('Inkling: Discard Completion');
  });

  it('shows raw token ids', async () => {
    await setParameters({ return_raw_tokens: true });
    await completeSelectionWith('return_raw_tokens', REPLY);
    await waitUntil('the ids are there', async () =>
      /Id\s*\d+/.test(await frame().locator('.token-facts').innerText()),
    );
    await workbench().screenshot('inspector-raw-tokens');
    await setParameters({});
  });

  it('shows what has failed, and why', async () => {
    server.options = {
      reply: REPLY,
      failure: { status: 400, body: { message: 'The grammar is too large.', code: 'too_large' } },
    };
    const asked = server.requests.length;
    await workbench().placeCursor(1, 1);
    await workbench().press('Shift+End');
    await workbench().runCommand('Inkling: Complete Selection');
    await server.waitForRequest(asked + 1);
    await frame().locator('.failure', { hasText: 'The grammar is too large' }).waitFor();
    await workbench().runCommand('Notifications: Clear All Notifications');
    await workbench().screenshot('inspector-failed');
  });

  it('lists the completions, newest first, with what they have cost', async () => {
    await completeSelection(BLOCK);
    const row = frame().locator('.row').first();
    await waitUntil('it is complete', async () =>
      /complete\b.*notes\.ts:\d.*tokens/s.test(await row.innerText()),
    );
    await frame().locator('.facts', { hasText: 'Perplexity' }).first().waitFor();
    await workbench().screenshot('inspector-completion');
  });

  it('finds completions by their text', async () => {
    await frame().locator('.list-bar vscode-textfield').getByRole('textbox').fill('second');
    await waitUntil('only those are left', async () => {
      const rows = await frame().locator('.row').allInnerTexts();
      return rows.length > 0 && rows.every((row) => row.includes('second'));
    });
    await frame().locator('.list-bar vscode-textfield').getByRole('textbox').fill('');
    await frame().locator('.row', { hasText: 'found' }).first().waitFor();
  });

  it('is walked by keyboard alone, from the list to the tokens', async () => {
    const selected = frame().locator('.row[aria-selected="true"]');
    await frame().locator('.rows').focus();
    await workbench().press('End');
    await waitUntil(
      'the oldest is shown',
      async () =>
        (await selected.getAttribute('aria-posinset')) ===
        (await selected.getAttribute('aria-setsize')),
    );
    await workbench().press('Home');
    await waitUntil('the newest is shown', async () =>
      (await selected.innerText()).includes('found'),
    );
    for (let presses = 0; presses < 20; presses++) {
      await workbench().press('Tab');
      if ((await frame().locator('#tokens .text:focus').count()) > 0) return;
    }
    assert.fail('The tokens cannot be reached by the Tab key.');
  });

  it('opens on the completion that is inspected', async () => {
    await frame().locator('.row').last().click();
    await workbench().runCommand('Inkling: Inspect Completion');
    await waitUntil('it is shown', async () =>
      (await frame().locator('.row[aria-selected="true"]').innerText()).includes('found'),
    );
  });

  it('lets the model go on from an alternative, side by side with the first', async () => {
    server.options = { reply: ' another();\n' };
    const asked = server.requests.length;
    await frame().locator('#tokens .token').nth(3).click();
    await frame().locator('.alternatives button').first().click();
    const { body } = await server.waitForRequest(asked + 1);
    await waitUntil('what the prompt ends with leads the tokens', async () => {
      const lead = (await frame().locator('#tokens .lead').innerText()).trim();
      return lead !== '' && String(body['prompt']).trimEnd().endsWith(lead);
    });
    await tab('Branches');
    const items = frame().getByRole('treeitem');
    await waitUntil('the tree has both', async () => (await items.count()) === 2);
    await frame().locator('.tree button:visible', { hasText: 'Compare' }).click();
    await waitUntil('both are shown', async () => (await frame().locator('.side').count()) === 2);
    await workbench().screenshot('inspector-branches');
  });

  it('inserts a branch into the document', async () => {
    await frame().getByRole('button', { name: 'Insert What Is Shown' }).click();
    await waitUntil('it is there', async () =>
      (await workbench().visibleLines()).some((line) => line.includes('another();')),
    );
  });

  it('runs a completion again with other parameters', async () => {
    const asked = server.requests.length;
    const field = frame()
      .locator('.again')
      .getByRole('spinbutton')
      .or(frame().locator('.again').getByRole('textbox'));
    await field.nth(1).fill('0.7');
    await field.nth(1).blur();
    await frame().getByRole('button', { name: 'Run Again' }).click();
    const { body } = await server.waitForRequest(asked + 1);
    assert.equal(body['temperature'], 0.7);
  });

  it('shows what was sent, part by part', async () => {
    await tab('Prompt');
    await frame().locator('.part[open] pre').first().waitFor();
    assert.match(await frame().locator('.parameters').innerText(), /temperature/);
    await workbench().screenshot('inspector-prompt');
    await tab('Tokens');
  });

  it('copies the request as a command, without a key', async () => {
    await frame().getByRole('button', { name: 'Copy Request as curl' }).click();
    const copied = await waitUntil('it is copied', async () => {
      const text = await workbench().page.evaluate<string>('navigator.clipboard.readText()');
      return text.startsWith('curl') && text;
    });
    assert.match(copied, /\/v1\/completions/);
    assert.match(copied, /Bearer \$INKLING_API_KEY/);
  });

  it('shows usage and limits with charts', async () => {
    await tab('Usage');
    await frame().locator('.tile').first().waitFor();
    await frame().locator('.uplot').first().waitFor();
    assert.match(await frame().locator('.usage-table').first().innerText(), /qwen/);
    await workbench().screenshot('inspector-usage');
  });

  it('writes settings where the person wants them', async () => {
    await tab('Settings');
    const field = frame().locator('.setting:has(h2:text-is("temperature"))').locator('input');
    await field.fill('0.4');
    await field.blur();
    await waitUntil('it is written', async () => {
      const path = join(workbench().folder, '.vscode', 'settings.json');
      return (await readFile(path, 'utf8').catch(() => '')).includes(`"inkling.temperature": 0.4`);
    });
    await workbench().screenshot('inspector-settings');
    await tab('Completions');
  });

  for (const [kind, theme] of Object.entries(THEMES)) {
    const name = kind.slice('vscode-'.length);
    it(`breaks no rule of accessibility in the ${name} theme`, async () => {
      const settings = join(workbench().folder, '.vscode', 'settings.json');
      await writeFile(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
      await frame().locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
      await workbench().runCommand('View: Toggle Maximized Panel');
      const found: Record<string, Violation[]> = {};
      const look = async (part: string) => {
        await workbench().screenshot(`inspector-${name}-${part}`);
        found[part] = await violations(frame());
      };
      try {
        await chooseCompletion('another');
        await tab('Branches');
        await frame().locator('.tree button:visible').first().click();
        await frame().locator('.side').nth(1).waitFor();
        await look('branches');
        await chooseCompletion('combine ghost');
        await tab('Tokens');
        await frame().locator('.cut').first().waitFor();
        await look('cut');
        await chooseCompletion('found selection');
        await frame().locator('.alternatives li').nth(1).waitFor();
        await look('tokens');
        await tab('Prompt');
        await look('prompt');
        await tab('Usage');
        await frame().locator('.uplot').first().waitFor();
        await look('usage');
        await tab('Settings');
        await frame().locator('.setting').first().waitFor();
        await look('settings');
      } finally {
        await tab('Completions');
        await tab('Tokens');
        await workbench().runCommand('View: Toggle Maximized Panel');
      }
      const none = { branches: [], cut: [], tokens: [], prompt: [], usage: [], settings: [] };
      assert.deepEqual(found, none);
    });
  }

  it('has its history and its place again after a reload', async () => {
    await frame().locator('.row', { hasText: 'found' }).first().click();
    const count = await frame().locator('.row').count();
    // In a browser VS Code writes the state of its views every five seconds, and not on closing.
    await new Promise((resolve) => setTimeout(resolve, 7_000));
    await workbench().reload();
    await waitUntil(
      'the rows are there again',
      async () => (await frame().locator('.row').count()) === count,
    );
    await frame().locator('.row[aria-selected="true"]', { hasText: 'found' }).waitFor();
    await waitUntil('the tokens are there again', async () => (await tokens().count()) > 10);
  });

  it('runs under a strict policy, without an error', async () => {
    const policy = await frame()
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .first()
      .getAttribute('content');
    assert.match(policy ?? '', /default-src 'none'/);
    assert.doesNotMatch(policy ?? '', /unsafe/);
    assert.doesNotMatch(await workbench().logs.extensionHost(), /\[error\]/);
  });

  it('opens beside the editor', async () => {
    await workbench().runCommand('Inkling: Open Inspector Beside the Editor');
    await workbench().page.locator('.tab', { hasText: 'Inkling Inspector' }).waitFor();
    const frames = workbench().page.locator('iframe.webview.ready');
    for (const place of [0, 1]) {
      const inspector = frames.nth(place).contentFrame().locator('#active-frame').contentFrame();
      await inspector.locator('.token').first().waitFor();
    }
    await workbench().screenshot('inspector-beside');
  });
});
