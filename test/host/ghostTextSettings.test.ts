import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { openUntitled, typeText } from './editing';
import { useServer } from './useServer';

/** How long ghost text is waited for that must not come, and that must come, in milliseconds. */
const LONG_ENOUGH = 1_500;
const PATIENCE = 30_000;

describe('A setting of ghost text', () => {
  const server = useServer({ reply: '' });

  beforeEach(() =>
    configure({
      ...{ backend: 'remote', endpoint: server().url, model: 'plain-model' },
      ...{ delay: 0, instantAnswer: false },
    }),
  );
  afterEach(resetConfiguration);
  /** Types `text` at the end of a document, and waits until the server is asked because of that. */
  async function typeAndAsk(content: string, text: string): Promise<vscode.TextEditor> {
    const editor = await openUntitled('typescript', content);
    const asked = server().requests.length;
    await typeText(text);
    await server().waitForRequest(asked + 1);
    return editor;
  }

  /** Accepts ghost text that comes of itself; whether some came. */
  async function accepts(editor: vscode.TextEditor, patience = PATIENCE): Promise<boolean> {
    const { version } = editor.document;
    const until = Date.now() + patience;
    while (editor.document.version === version && Date.now() < until) {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return editor.document.version !== version;
  }

  function lastStop(): unknown {
    return server().requests.at(-1)?.body['stop'];
  }

  it('says how sure the model must be: inkling.eagerness', async () => {
    // The test server gives its second token a probability of less than a half.
    server().options = { reply: '\n  compute();\n}\n' };
    await configure({ eagerness: 'eager' });
    assert.equal(await accepts(await typeAndAsk('function eager() ', '{')), true);
    await configure({ eagerness: 'quiet' });
    assert.equal(await accepts(await typeAndAsk('function quiet() ', '{'), LONG_ENOUGH), false);
  });

  it('says whether blocks are completed: inkling.multiLine', async () => {
    server().options = { reply: '\n  compute();\n}\n' };
    await configure({ multiLine: true });
    await typeAndAsk('function many() ', '{');
    assert.equal(lastStop(), undefined);
    await configure({ multiLine: false });
    await typeAndAsk('function one() ', '{');
    assert.deepEqual(lastStop(), ['\n']);
  });

  it('says whether the first line shows before the rest is there: inkling.growth', async () => {
    const options = { reply: '\n  compute();\n  run();\n}\n', failure: { stallAfterTokens: 7 } };
    server().options = options;
    // Nothing is cut off as unsure: what is cut off is whole.
    await configure({ growth: true, logprobs: false });
    assert.equal(await accepts(await typeAndAsk('function grows() ', '{')), true);
    await configure({ growth: false, logprobs: false });
    assert.equal(await accepts(await typeAndAsk('function waits() ', '{'), LONG_ENOUGH), false);
  });

  it('says whether the embedded engine answers while the server thinks: inkling.instantAnswer', async () => {
    server().options = { reply: 'late();', timeToFirstToken: 60_000 };
    const content = 'rememberTheMilk(one);\n'.repeat(12);
    await configure({ instantAnswer: true, eagerness: 'eager' });
    assert.equal(await accepts(await typeAndAsk(`${content}rememberThe`, 'M')), true);
    await configure({ instantAnswer: false });
    assert.equal(await accepts(await typeAndAsk(`${content}rememberThe`, 'M'), LONG_ENOUGH), false);
  });

  it('says how long to wait for the next key: inkling.delay', async () => {
    server().options = { reply: 'soon();' };
    await configure({ delay: 5_000 });
    await openUntitled('typescript', 'const patient =');
    const asked = server().requests.length;
    await typeText(' ');
    await new Promise((resolve) => setTimeout(resolve, LONG_ENOUGH));
    assert.equal(server().requests.length, asked);
    await configure({ delay: 0 });
    await typeAndAsk('const impatient =', ' ');
  });

  it('says how many completions there are on an explicit wish: inkling.alternatives', async () => {
    server().options = { reply: 'one();' };
    for (const [alternatives, requests] of [
      [1, 1],
      [3, 3],
    ] as const) {
      await configure({ alternatives });
      await openUntitled('typescript', `const several${alternatives} = `);
      const asked = server().requests.length;
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await waitUntil('the server is asked for all of them', () => {
        const choices = server()
          .requests.slice(asked)
          .map(({ body }) => Number(body['n'] ?? 1));
        return choices.reduce((sum, each) => sum + each, 0) === requests;
      });
    }
  });
});
