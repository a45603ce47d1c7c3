import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ReceivedRequest } from '../support/completionsServer';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { openUntitled, typeText } from './editing';
import { useServer } from './useServer';

/** How long is waited for what must not come, in milliseconds. */
const LONG_ENOUGH = 1_500;

describe('Ghost text has manners', () => {
  const server = useServer({ reply: ' compute();' });
  let documents = 0;

  beforeEach(() =>
    configure({
      ...{ backend: 'remote', endpoint: server().url, model: 'plain-model' },
      ...{ delay: 0, instantAnswer: false, alternatives: 1, batterySaver: 'never' },
    }),
  );
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await resetConfiguration();
  });
  const newName = () => `polite${++documents}`;
  const asked = (name: string): ReceivedRequest | undefined =>
    server().requests.find(({ body }) => String(body['prompt']).includes(name));

  /** Types in a new document, as a person would; its name is in the prompt of what is asked. */
  async function typeInNew(language = 'typescript'): Promise<string> {
    const name = newName();
    await openUntitled(language, `const ${name} `);
    await typeText('=');
    return name;
  }

  async function isAskedAbout(name: string): Promise<ReceivedRequest> {
    return waitUntil(`the server is asked about ${name}`, () => asked(name));
  }

  async function isNotAskedAbout(name: string): Promise<void> {
    await setTimeout(LONG_ENOUGH);
    assert.equal(asked(name), undefined, `the server was asked about ${name}`);
  }

  const trigger = () => vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');

  it('is off in languages, even when asked for: inkling.languages', async () => {
    await configure({ languages: { python: false } });
    const off = await typeInNew('python');
    await trigger();
    await isNotAskedAbout(off);
    await isAskedAbout(await typeInNew('typescript'));
    await configure({ languages: { '*': false, python: true } });
    await isNotAskedAbout(await typeInNew('typescript'));
    await isAskedAbout(await typeInNew('python'));
  });

  it('is off in files, which may be completed all the same: inkling.disabledFiles', async () => {
    await configure({ disabledFiles: ['*.quiet.ts'] });
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    for (const [file, isOff] of [
      ['one.quiet.ts', true],
      ['one.loud.ts', false],
    ] as const) {
      const name = newName();
      const uri = vscode.Uri.joinPath(folder.uri, file);
      await vscode.workspace.fs.writeFile(uri, Buffer.from(`const ${name} `));
      const editor = await vscode.window.showTextDocument(uri);
      const end = editor.document.lineAt(0).range.end;
      editor.selection = new vscode.Selection(end, end);
      await typeText('=');
      if (!isOff) await isAskedAbout(name);
      else await isNotAskedAbout(name);
      await vscode.commands.executeCommand('inkling.completeSelection');
      assert.ok(asked(name));
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('comes only when asked for: inkling.trigger', async () => {
    await configure({ trigger: 'manual' });
    const name = await typeInNew();
    await isNotAskedAbout(name);
    await vscode.commands.executeCommand('inkling.triggerGhostText');
    await isAskedAbout(name);
    // The editor goes on asking while one types, but the server is not.
    const before = server().requests.length;
    await typeText(' 1 + ');
    await setTimeout(LONG_ENOUGH);
    assert.equal(server().requests.length, before);
  });

  it('keeps silent where the editor’s own setting is off', async () => {
    await configure({ 'inlineSuggest.enabled': false }, 'editor');
    const name = await typeInNew();
    await isNotAskedAbout(name);
    await trigger();
    await isAskedAbout(name);
    const before = server().requests.length;
    await typeText(' 1 + ');
    await setTimeout(LONG_ENOUGH);
    assert.equal(server().requests.length, before);
  });

  it('can be snoozed', async () => {
    await vscode.commands.executeCommand('inkling.snooze', 5);
    try {
      await isNotAskedAbout(await typeInNew());
    } finally {
      await vscode.commands.executeCommand('inkling.endSnooze');
    }
    await isAskedAbout(await typeInNew());
  });

  it('keeps silent while the editor itself is snoozed', async () => {
    await vscode.commands.executeCommand('editor.action.inlineSuggest.snooze', 5);
    try {
      await isNotAskedAbout(await typeInNew());
    } finally {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.cancelSnooze');
    }
    await isAskedAbout(await typeInNew());
  });

  it('is turned on and off for a language by a command', async () => {
    await openUntitled('python', '');
    await vscode.commands.executeCommand('inkling.toggleLanguage');
    try {
      const languages = () =>
        vscode.workspace.getConfiguration('inkling').get<Record<string, boolean>>('languages', {});
      assert.equal(languages()['python'], false);
      assert.equal(languages()['*'], true);
      await isNotAskedAbout(await typeInNew('python'));
      await vscode.commands.executeCommand('inkling.toggleLanguage');
      assert.equal(languages()['python'], true);
    } finally {
      const { Global } = vscode.ConfigurationTarget;
      await vscode.workspace.getConfiguration('inkling').update('languages', undefined, Global);
    }
  });

  it('has several lines at any place when that is asked for', async () => {
    const name = await typeInNew();
    const usual = await isAskedAbout(name);
    assert.deepEqual(usual.body['stop'], ['\n']);
    const before = server().requests.length;
    await vscode.commands.executeCommand('inkling.triggerMultiLine');
    const forced = await waitUntil('the server is asked for more', () => server().requests[before]);
    assert.equal(forced.body['stop'], undefined);
  });
});

describe('Ghost text beside other extensions', () => {
  const server = useServer({ reply: ' compute();' });

  before(async () => {
    await configure({
      ...{ backend: 'remote', endpoint: server().url, model: 'plain-model', eagerness: 'eager' },
      ...{ delay: 0, instantAnswer: false, alternatives: 1, batterySaver: 'never' },
    });
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await resetConfiguration();
  });

  it('stands back for one that answers first, and both are offered when asked for', async () => {
    let other = 0;
    const registration = vscode.languages.registerInlineCompletionItemProvider(
      { pattern: '**' },
      {
        provideInlineCompletionItems: (_, position) => {
          other++;
          return [
            new vscode.InlineCompletionItem(' other();', new vscode.Range(position, position)),
          ];
        },
      },
    );
    try {
      const editor = await openUntitled('typescript', 'const beside ');
      await typeText('=');
      await waitUntil('the other was asked', () => other > 0);
      await waitUntil('its text is accepted', async () => {
        await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
        return editor.document.getText().includes('();');
      });
      assert.equal(editor.document.getText(), 'const beside = other();');
      const before = server().requests.length;
      await typeText('\nconst both =');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await waitUntil('Inkling is asked, too', () => server().requests.length > before);
    } finally {
      registration.dispose();
    }
  });

  it('asks for nothing in the normal mode of a Vim, and takes no key from it', async () => {
    let mode: 'normal' | 'insert' = 'normal';
    const keys: string[] = [];
    // What an extension that brings Vim's modes does: all typing goes through it.
    const registration = vscode.commands.registerCommand(
      'type',
      async ({ text }: { readonly text: string }) => {
        if (mode === 'insert') {
          await vscode.commands.executeCommand('default:type', { text });
          return;
        }
        keys.push(text);
        if (text === 'i') mode = 'insert';
        const editor = vscode.window.activeTextEditor;
        if (text !== 'x' || !editor) return;
        const { active } = editor.selection;
        await editor.edit((edit) => {
          edit.delete(new vscode.Range(active.translate(0, -1), active));
        });
      },
    );
    try {
      const editor = await openUntitled('typescript', 'const vimXXX');
      const before = server().requests.length;
      for (const key of ['x', 'x', 'x', 'j', 'k']) await typeText(key);
      await setTimeout(LONG_ENOUGH);
      assert.equal(server().requests.length, before);
      assert.equal(editor.document.getText(), 'const vim');
      for (const key of ['i', ' ', '=', ' ', '1', ' ', '+']) await typeText(key);
      await waitUntil('the server is asked', () => server().requests.length > before);
      assert.equal(editor.document.getText(), 'const vim = 1 +');
      assert.equal(keys.join(''), 'xxxjki');
    } finally {
      registration.dispose();
    }
  });
});
