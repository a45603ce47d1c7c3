import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { noSuggestions } from '../support/quietSettings';
import { useWorkbench } from './useWorkbench';

/** Tells which file a request is about. */
const TEMPLATE = '{{context}}About {{path}}: {{prefix}}';

const TWELVE_TIMES = (line: string) => `${line}\n`.repeat(12);

/** Two folders, each with settings, ignored files and code of its own; one is a work tree of git. */
const FILES = {
  'both.code-workspace': JSON.stringify({ folders: [{ path: 'shop' }, { path: 'bank' }] }),
  'shop/.vscode/settings.json': JSON.stringify({
    ...{ 'inkling.temperature': 0.25, 'inkling.disabledFiles': ['drafts/**'] },
  }),
  'bank/.vscode/settings.json': JSON.stringify({
    ...{ 'inkling.temperature': 0.75, 'inkling.ignore': ['private/**'] },
  }),
  'shop/.gitignore': 'built\n',
  'shop/.git': 'gitdir: ../repository/worktrees/shop\n',
  'repository/worktrees/shop/commondir': '../..\n',
  'repository/info/exclude': 'local\n',
  'shop/local/shopNotes.js': TWELVE_TIMES('shopNotes.forNobodyElse();'),
  'shop/basket.js': TWELVE_TIMES('const price = priceOfBasket(basket);'),
  'shop/built/basket.js': TWELVE_TIMES('builtBasket.withoutSource();'),
  'shop/drafts/shopDraft.js': '\n',
  'shop/private/shopSecret.js': '\n',
  'bank/account.js': TWELVE_TIMES('const balance = balanceOfAccount(account);'),
  'bank/drafts/bankDraft.js': '\n',
  'bank/private/bankSecret.js': '\n',
};

async function fill(folder: string): Promise<void> {
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const opened = { fill, workspaceFile: 'both.code-workspace' };

describe('A workspace of several folders', () => {
  describe('with a server', () => {
    let server: CompletionsServer;

    before(async () => {
      server = await CompletionsServer.start({ reply: 'measured();\n' });
    });

    after(() => server.close());

    const workbench = useWorkbench(() => ({
      ...opened,
      file: 'shop/basket.js',
      settings: {
        ...{ 'inkling.endpoint': server.url, 'inkling.backend': 'remote', ...noSuggestions },
        ...{ 'inkling.eagerness': 'eager', 'inkling.instantAnswer': false },
        'search.useIgnoreFiles': false,
        ...{ 'inkling.prompt.format': 'custom', 'inkling.prompt.template': TEMPLATE },
      },
    }));

    /** Types at the end of the file of this name, which no other has. */
    async function typeIn(name: string, text: string): Promise<void> {
      await workbench().openFile(name);
      await workbench().placeCursor(1, 1);
      await workbench().press('ControlOrMeta+End');
      await workbench().type(text);
    }

    /** What is sent for ghost text in that file. */
    async function askedIn(name: string): Promise<Record<string, unknown>> {
      const asked = server.requests.length;
      await typeIn(name, 'const length = ');
      await workbench().waitForGhostText('measured();');
      const [first] = server.requests.slice(asked);
      assert.ok(first);
      return first.body;
    }

    it('asks with the settings of the folder that the file is in', async () => {
      assert.equal((await askedIn('basket.js'))['temperature'], 0.25);
      assert.equal((await askedIn('account.js'))['temperature'], 0.75);
    });

    it('keeps ghost text and prompts off files that this folder names, not the other', async () => {
      await askedIn('bankDraft.js');
      await askedIn('shopSecret.js');
      const asked = server.requests.length;
      for (const name of ['shopDraft.js', 'bankSecret.js', 'shopNotes.js']) {
        await typeIn(name, `const of${name.replace('.js', '')} = `);
      }
      // What would be asked there would be asked before this is.
      await askedIn('account.js');
      const prompts = server.requests.slice(asked).map(({ body }) => String(body['prompt']));
      // A draft has no ghost text, but may be context; a secret may not.
      assert.deepEqual(
        prompts.filter((prompt) => /About .*shopDraft|ofbankSecret|shopNotes/.test(prompt)),
        [],
      );
    });
  });

  describe('with the embedded engine', () => {
    const workbench = useWorkbench(() => ({
      ...opened,
      file: 'bank/drafts/bankDraft.js',
      settings: { 'inkling.backend': 'embedded', 'inkling.eagerness': 'eager', ...noSuggestions },
    }));

    it('learns from all of them, and from nothing that one of them ignores', async () => {
      await workbench().waitUntilLearned();
      await workbench().type('const price = ');
      await workbench().waitForGhostText('priceOfBasket(basket);');
      await workbench().press('Tab');
      await workbench().type('\nconst balance = ');
      await workbench().waitForGhostText('balanceOfAccount(account);');
      await workbench().press('Tab');
      const item = (await workbench().statusBar()).find((text) => text.includes('learned from'));
      // Six files of code, and .gitignore itself.
      assert.match(item ?? '', /files: 7\b/);
    });
  });
});
