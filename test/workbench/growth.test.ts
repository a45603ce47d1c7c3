import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { noSuggestions } from '../support/quietSettings';
import { watchFrames } from './ghostTextFrames';
import { useWorkbench } from './useWorkbench';

/** The test server is sure enough of these lines: its log probabilities depend on the text alone. */
const BLOCK = '\n  compute();\n  send();\n  call();\n}\n\nnot this';
const GROWN = /^\n {2}compute\(\);\n {2}send\(\);\n {2}call\(\);\n?$/;
const FILE = 'growing.ts';

describe('Ghost text that grows', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: BLOCK, tokenInterval: 40 });
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: {
      ...{ 'inkling.endpoint': server.url, 'inkling.backend': 'remote' },
      ...{ 'inkling.eagerness': 'eager', 'inkling.instantAnswer': false },
      ...noSuggestions,
    },
    fill: (folder) => writeFile(join(folder, FILE), '\n'),
    file: FILE,
  }));

  for (const name of ['one', 'two', 'three']) {
    it(`shows its first line at once and then the rest, with no empty frame: ${name}`, async () => {
      await workbench().press('ControlOrMeta+End');
      await workbench().type(`\nfunction ${name}() {`);
      const { lines, blank, shrunk } = await watchFrames(workbench().page, async () => {
        await workbench().waitForGhostText(/compute/);
        await workbench().waitForGhostText(GROWN);
      });
      await workbench().screenshot(`ghost-text-grown-${name}`);
      assert.ok((lines[0] ?? 0) < (lines.at(-1) ?? 0), lines.join());
      assert.equal(blank, 0, lines.join());
      assert.equal(shrunk, 0, lines.join());
      await workbench().press('Tab');
      const saved = await workbench().savedText(FILE);
      assert.ok(
        saved.includes(`function ${name}() {\n  compute();\n  send();\n  call();\n}`),
        saved,
      );
    });
  }
});
