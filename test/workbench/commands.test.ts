import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { project } from '../support/project';
import { noSuggestions } from '../support/quietSettings';
import { waitUntil } from '../support/waitUntil';
import { useWorkbench } from './useWorkbench';

/** What can do something at any time. */
const ALWAYS = [
  ...['chooseEagerness', 'chooseModel', 'getStarted', 'openExample', 'openInspectorInEditor'],
  ...['openSettings', 'reportProblem', 'setApiKey', 'showInspector', 'showLog', 'showMenu'],
  ...['snooze', 'testApiKey', 'useEmbeddedEngine'],
];
const READING = [...ALWAYS, 'showPrompt', 'toggleLanguage'];
const WRITING = [
  ...READING,
  ...['completeSelection', 'completeSelectionWith', 'triggerGhostText', 'triggerMultiLine'],
];
const PENDING = [
  ...['acceptCompletion', 'discardCompletion', 'inspectCompletion', 'retryCompletion'],
];
const SEVERAL = ['nextCompletion', 'previousCompletion'];

describe('The command palette', () => {
  let server: CompletionsServer;
  const seen = new Set<string>();

  before(async () => {
    server = await CompletionsServer.start({ reply: 'one two three', tokenInterval: 0 });
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: {
      ...{ 'inkling.endpoint': server.url, 'inkling.backend': 'remote', ...noSuggestions },
      ...{ 'inkling.trigger': 'manual', 'files.readonlyInclude': { '**/fixed/**': true } },
    },
    fill: async (folder) => {
      await mkdir(join(folder, 'fixed'));
      await writeFile(join(folder, 'story.txt'), 'Once');
      await writeFile(join(folder, 'fixed', 'law.txt'), 'Once');
    },
  }));

  before(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 2_400 }); // all rows at once
  });

  /** The commands that the palette lists under Inkling, by their names. */
  async function listed(): Promise<string[]> {
    const { page } = workbench();
    const widget = page.locator('.quick-input-widget');
    await workbench().press('F1');
    // A page that opens late takes the focus, and the palette closes: it is opened once more.
    const soon = { timeout: 5_000 };
    await widget.locator('.quick-input-box input').first().fill('>Inkling: ', soon);
    await widget.locator('.monaco-list-row').first().waitFor(soon);
    const labels = await widget.locator('.monaco-list-row .label-name').allInnerTexts();
    await workbench().press('Escape');
    await widget.waitFor({ state: 'hidden' });
    return labels.flatMap((label) => names.get(label.replaceAll('\u00a0', ' ').trim()) ?? []);
  }

  /** Waits until the palette lists exactly these: context keys come a little after what they say. */
  async function lists(expected: readonly string[]): Promise<void> {
    const wanted = [...expected].sort();
    let found: string[] = [];
    await waitUntil('the palette lists what is possible', async () => {
      found = (await listed()).sort();
      return found.join() === wanted.join();
    }).catch(() => undefined);
    assert.deepEqual(found, wanted);
    for (const name of expected) seen.add(name);
  }

  it('lists what is possible without a document', async () => {
    await lists(ALWAYS);
  });

  it('lists what writes, in a document that takes it', async () => {
    await workbench().openFile('story.txt');
    await lists(WRITING);
    await workbench().openFile('fixed/law.txt');
    await lists(READING);
  });

  it('lists what the walkthrough, which is no document, allows', async () => {
    await workbench().runCommand('Inkling: Get Started');
    await workbench().page.locator('.gettingStartedContainer').waitFor();
    await lists(ALWAYS);
  });

  it('lists what can be done with a completion while it streams, and then', async () => {
    await workbench().openFile('story.txt');
    await workbench().press('ControlOrMeta+End');
    // It goes on for longer than any look at the palette takes.
    server.options = { reply: ' upon a time there was'.repeat(200), tokenInterval: 4_000 };
    await workbench().runCommand('Inkling: Complete Selection');
    await lists([...WRITING, 'stopCompletion', 'discardCompletion', 'inspectCompletion']);
    await workbench().runCommand('Inkling: Stop Completion');
    await lists([...WRITING, ...PENDING]);
    server.options = { reply: ' more', tokenInterval: 0 };
    await workbench().runCommand('Inkling: Retry Completion');
    await lists([...WRITING, ...PENDING, ...SEVERAL]);
    await workbench().runCommand('Inkling: Accept Completion');
    await lists(WRITING);
  });

  it('lists the end of a snooze while there is one', async () => {
    await workbench().runCommand('Inkling: Snooze Ghost Text…');
    await workbench().answer();
    await lists([...WRITING, 'endSnooze']);
    await workbench().runCommand('Inkling: End Snooze');
    await lists(WRITING);
  });

  it('lists the clearing of a key where one is stored', async () => {
    await workbench().runCommand('Inkling: Set API Key');
    await workbench().answer('csk-a-key-of-the-tests');
    await lists([...WRITING, 'clearApiKey']);
    await workbench().runCommand('Inkling: Clear API Key');
    await lists(WRITING);
  });

  it('does not list the embedded engine where it answers already', async () => {
    await workbench().runCommand('Inkling: Use the Embedded Engine');
    await lists(WRITING.filter((name) => name !== 'useEmbeddedEngine'));
  });

  it('has listed every command of the manifest', () => {
    assert.deepEqual([...seen].sort(), [...names.values()].sort());
  });
});

/** The commands of package.json by what the palette calls them, all under Inkling. */
const names = new Map(
  manifest().contributes.commands.map(({ command, title }) => {
    const text = texts()[title.slice(1, -1)] ?? title;
    return [`Inkling: ${text}`, command.replace('inkling.', '')];
  }),
);

function manifest() {
  return readJson('package.json') as {
    contributes: { commands: readonly { command: string; title: string }[] };
  };
}

function texts(): Record<string, string> {
  return readJson('package.nls.json') as Record<string, string>;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(project.root, name), 'utf8'));
}
