import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompletionsServer } from '../support/completionsServer';
import { Gate } from '../support/gate';
import { noSuggestions } from '../support/quietSettings';
import { watchFrames } from './ghostTextFrames';
import { useWorkbench } from './useWorkbench';

const LEARNT = Array.from(
  { length: 12 },
  () => 'const distance = measureTheDistance(home, away);',
).join('\n');
const FILE = 'instant.ts';

describe('An instant answer', () => {
  let server: CompletionsServer;

  before(async () => {
    server = await CompletionsServer.start({ reply: '' });
  });

  after(() => server.close());

  const workbench = useWorkbench(() => ({
    settings: {
      ...{ 'inkling.endpoint': server.url, 'inkling.backend': 'remote' },
      ...{ 'inkling.eagerness': 'eager', ...noSuggestions },
    },
    fill: (folder) => writeFile(join(folder, FILE), `${LEARNT}\n`),
    file: FILE,
  }));

  async function newLine(text: string): Promise<void> {
    await workbench().press('ControlOrMeta+End');
    await workbench().type(text);
  }

  it('shows while the server thinks, and gives way to the server where that knows better', async () => {
    const gate = new Gate();
    server.options = { reply: 'theServersAnswer();\nnot this', hold: { afterTokens: 0, gate } };
    await newLine('const distance = ');
    const { blank } = await watchFrames(workbench().page, async () => {
      await workbench().waitForGhostText('measureTheDistance(home, away);');
      await workbench().screenshot('instant-answer');
      gate.open();
      await workbench().waitForGhostText('theServersAnswer();');
    });
    assert.equal(blank, 0);
    await workbench().press('Tab');
    const saved = await workbench().savedText(FILE);
    assert.match(saved, /^const distance = theServersAnswer\(\);$/m);
  });

  it('stays where the server says the same', async () => {
    server.options = {
      reply: 'measureTheDistance(home, away);\nnot this',
      timeToFirstToken: 1_500,
    };
    const asked = server.requests.length;
    await newLine('\nconst distance = measureThe');
    await workbench().waitForGhostText('Distance(home, away);');
    await server.waitForRequest(asked + 1);
    await workbench().press('Tab');
    const saved = await workbench().savedText(FILE);
    assert.equal(saved.split('= measureTheDistance(home, away);').length, 14);
  });
});
