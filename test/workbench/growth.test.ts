import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { Gate } from '../support/gate';
import { noSuggestions } from '../support/quietSettings';
import { watchFrames } from './ghostTextFrames';
import { useWorkbench } from './useWorkbench';

/** The test server is sure enough of these lines: its log probabilities depend on the text alone. */
const BLOCK = '\n  compute();\n  send();\n  call();\n}\n\nnot this';
const GROWN = /^\n {2}compute\(\);\n {2}send\(\);\n {2}call\(\);\n?$/;
/** So many tokens are the first line with the beginning of the second. */
const FIRST_LINE = 7;
const FILE = 'growing.ts';

describe('Ghost text that grows', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: BLOCK });
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
      const gate = new Gate();
      const hold = { afterTokens: FIRST_LINE, gate };
      server.options = { reply: BLOCK, tokenInterval: 40, hold };
      await workbench().press('ControlOrMeta+End');
      await workbench().type(`\nfunction ${name}() {`);
      const { lines, blank, shrunk } = await watchFrames(workbench().page, async () => {
        await workbench().waitForGhostText(/^\n {2}compute\(\);\n?$/);
        gate.open();
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
