import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { openUntitled } from './editing';
import { useServer } from './useServer';

type Body = Record<string, unknown>;

describe('A setting of what the model is asked', () => {
  const server = useServer({ reply: ' 1;' });
  let documents = 0;

  beforeEach(() =>
    configure({
      ...{ backend: 'remote', endpoint: server().url, dialect: 'cerebras', model: 'plain-model' },
      ...{ delay: 0, instantAnswer: false, alternatives: 1 },
    }),
  );
  afterEach(resetConfiguration);
  /** What is sent when ghost text is asked for in a new document. */
  async function ghostTextRequest(language = 'typescript'): Promise<Body> {
    const name = `ghost${++documents}`;
    await openUntitled(language, `${name} =`);
    return waitUntil(`the server is asked for ghost text at ${name}`, async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      return sentFor(name);
    });
  }

  /** What is sent when a selection of a new document is completed. */
  async function selectionRequest(): Promise<Body> {
    const name = `selection${++documents}`;
    await openUntitled('typescript', `${name} =`);
    await vscode.commands.executeCommand('inkling.completeSelection');
    const body = sentFor(name);
    assert.ok(body);
    return body;
  }

  function sentFor(name: string): Body | undefined {
    return server().requests.find(({ body }) => String(body['prompt']).includes(name))?.body;
  }

  const SHARED: readonly (readonly [setting: string, value: unknown, sent: Body])[] = [
    ['model', 'another-model', { model: 'another-model' }],
    ['temperature', 0.7, { temperature: 0.7 }],
    ['topP', 0.9, { top_p: 0.9 }],
    ['minTokens', 5, { min_tokens: 5 }],
    ['seed', 7, { seed: 7 }],
    ['grammarRoot', 'value', { grammar_root: 'value' }],
    ['user', 'ada', { user: 'ada' }],
    ['logprobs', false, { logprobs: undefined, top_logprobs: undefined }],
    ['topLogprobs', 3, { logprobs: true, top_logprobs: 3 }],
  ];

  for (const [setting, value, sent] of SHARED) {
    it(`is sent as the API calls it, from the next request on: inkling.${setting}`, async () => {
      const parameters = Object.keys(sent);
      const before = [await ghostTextRequest(), await selectionRequest()];
      await configure({ [setting]: value });
      const after = [await ghostTextRequest(), await selectionRequest()];
      for (const body of before) assert.notDeepEqual(pick(body, parameters), sent);
      for (const body of after) assert.deepEqual(pick(body, parameters), sent);
    });
  }

  it('ends the text: inkling.stop', async () => {
    await configure({ stop: ['THE END', '!!!'] });
    const { stop: atGhostText } = await ghostTextRequest();
    assert.ok(Array.isArray(atGhostText) && atGhostText.includes('THE END'));
    assert.deepEqual((await selectionRequest())['stop'], ['THE END', '!!!']);
  });

  it('differs for both: inkling.maxTokens and inkling.completeSelection.maxTokens', async () => {
    await configure({ maxTokens: 40, 'completeSelection.maxTokens': 400 });
    assert.equal((await ghostTextRequest())['max_tokens'], 40);
    assert.equal((await selectionRequest())['max_tokens'], 400);
  });

  it('is for Complete Selection alone: inkling.completeSelection.parameters', async () => {
    const parameters = { model: 'larger-model', temperature: 0.8, seed: 3, presence_penalty: 1 };
    await configure({ 'completeSelection.parameters': parameters, temperature: 0.1 });
    const ghostText = await ghostTextRequest();
    assert.deepEqual(pick(ghostText, Object.keys(parameters)), {
      ...{ model: 'plain-model', temperature: 0.1, seed: undefined, presence_penalty: undefined },
    });
    const selection = await selectionRequest();
    assert.deepEqual(pick(selection, Object.keys(parameters)), parameters);
  });

  it('can be another in one language', async () => {
    const python = vscode.workspace.getConfiguration('inkling', { languageId: 'python' });
    const { Workspace } = vscode.ConfigurationTarget;
    await python.update('temperature', 0.4, Workspace, true);
    try {
      assert.equal((await ghostTextRequest('python'))['temperature'], 0.4);
      assert.equal((await ghostTextRequest('typescript'))['temperature'], 0);
    } finally {
      await python.update('temperature', undefined, Workspace, true);
    }
  });

  it('counts as not set where it does not fit', async () => {
    await configure({ temperature: 9, topP: '1', stop: [''], maxTokens: 0, seed: 1.5, user: 4 });
    await configure({ grammarRoot: 'poem', logprobs: 'yes', topLogprobs: 21 });
    const wanted = { temperature: 0, top_p: 1, max_tokens: 128, logprobs: true, top_logprobs: 5 };
    const body = await ghostTextRequest();
    assert.deepEqual(pick(body, Object.keys(wanted)), wanted);
    assert.deepEqual([body['seed'], body['user'], body['grammar_root']], Array(3).fill(undefined));
    const selection = await selectionRequest();
    assert.equal(selection['max_tokens'], 512);
    assert.equal(selection['stop'], undefined);
  });

  it('counts as not set where it contradicts another', async () => {
    await configure({ minTokens: 50, maxTokens: 40 });
    assert.equal((await ghostTextRequest())['min_tokens'], undefined);
    assert.equal((await selectionRequest())['min_tokens'], 50);
  });
});

function pick(body: Body, names: readonly string[]): Body {
  return Object.fromEntries(names.map((name) => [name, body[name]]));
}
