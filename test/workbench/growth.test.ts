import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { watchFrames } from './ghostTextFrames';
import { useWorkbench } from './useWorkbench';

/** The test server is sure enough of these lines: its log probabilities depend on the text alone. */
const BLOCK = '\n  compute();\n  send();\n  call();\n}\n\nnot this';
/** While the editor hides and shows again: none to two were measured on a busy machine. */
const MOST_BLANK_FRAMES = 3;
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
    },
    fill: (folder) => writeFile(join(folder, FILE), '\n'),
    file: FILE,
  }));

  for (const name of ['one', 'two', 'three']) {
    it(`shows its first line at once and then the rest, with few empty frames: ${name}`, async () => {
      await workbench().press('ControlOrMeta+End');
      await workbench().type(`\nfunction ${name}() {`);
      const { lines, blank } = await watchFrames(workbench().page, async () => {
        await workbench().waitForGhostText(/compute/);
        await workbench().waitForGhostText(/call/);
        await workbench().page.waitForTimeout(500);
      });
      await workbench().screenshot(`ghost-text-grown-${name}`);
      assert.ok((lines[0] ?? 0) < (lines.at(-1) ?? 0), lines.join());
      assert.ok(blank <= MOST_BLANK_FRAMES, `${blank} blank frames: ${lines.join()}`);
      await workbench().press('Tab');
      assert.ok((await workbench().savedText(FILE)).includes(`function ${name}() {\n  compute();`));
    });
  }
});
