import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CompletionsServer, type ReceivedRequest } from '../support/completionsServer';
import { waitUntil } from '../support/waitUntil';
import { acceptGhostText, openFile, openUntitled, typeText } from './editing';
import { configure, resetConfiguration } from './configuration';
import { useServer } from './useServer';

describe('Ghost text from the embedded engine', () => {
  before(() => configure({ backend: 'embedded' }));
  after(resetConfiguration);

  it('completes a line begun the way other lines of the workspace begin', async () => {
    const editor = await openUntitled('typescript', "import { Observable } from '../Ob");
    await acceptGhostText(editor);
    assert.match(
      editor.document.lineAt(0).text,
      /^import \{ Observable \} from '\.\.\/Observable';?$/,
    );
  });

  it('comes while typing in a file of the workspace', async () => {
    const editor = await openFile('src/internal/operators/map.ts');
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    editor.selection = new vscode.Selection(end, end);
    await typeText("\nimport { OperatorFunction } from '../ty");
    await acceptGhostText(editor);
    const last = editor.document.lineAt(editor.document.lineCount - 1).text;
    assert.match(last, /^import \{ OperatorFunction \} from '\.\.\/types/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('comes in a document of 5 MB', async () => {
    const line = 'const value = compute(value, other); // and so on\n';
    // Plain text: VS Code's own TypeScript extension takes half a minute over such a document.
    const editor = await openUntitled('plaintext', line.repeat(5_000_000 / line.length));
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    editor.selection = new vscode.Selection(end, end);
    await typeText('const value = ');
    await acceptGhostText(editor);
    assert.match(
      editor.document.lineAt(editor.document.lineCount - 1).text,
      /^const value = compute\(value, other\);/,
    );
  });

  it('comes at the end of a line of 5 MB', async () => {
    const statement = 'value=compute(value,other);';
    const text = statement.repeat(5_000_000 / statement.length);
    const editor = await openUntitled('plaintext', text);
    await typeText('value=comp');
    await acceptGhostText(editor);
    assert.ok(editor.document.getText().startsWith(`${text}value=compute`));
  });
});

describe('Ghost text from a server', () => {
  const server = useServer({ reply: 'theServersAnswer();\nmore();\n' });

  before(async () => {
    await configure({ backend: 'remote', endpoint: server().url });
  });

  after(async () => {
    await resetConfiguration();
  });

  /** The request whose prompt ends in `prefix`, as soon as it has come. */
  function requestFor(prefix: string): Promise<ReceivedRequest> {
    return waitUntil(`the server is asked to continue ${prefix}`, () =>
      server().requests.find(({ body }) => String(body['prompt']).endsWith(prefix)),
    );
  }

  it('is the text that the server streams', async () => {
    const editor = await openUntitled('typescript', 'const answer = ');
    await acceptGhostText(editor);
    assert.equal(editor.document.getText(), 'const answer = theServersAnswer();');
    const { body } = await requestFor('const answer = ');
    assert.equal(body['stream'], true);
  });

  it('is asked for with the settings of the person', async () => {
    await configure({
      model: 'some-model',
      temperature: 0.7,
      topP: 0.9,
      stop: ['END'],
      maxTokens: 7,
    });
    await openUntitled('typescript', 'const settings = ');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    const { body } = await requestFor('const settings = ');
    assert.equal(body['model'], 'some-model');
    assert.equal(body['temperature'], 0.7);
    assert.equal(body['top_p'], 0.9);
    assert.deepEqual(body['stop'], ['END', '\n']);
    assert.equal(body['max_tokens'], 7);
  });

  it('closes the socket when the person types something else', async () => {
    server().options = { reply: 'slow();', failure: { stallAfterTokens: 1 } };
    await openUntitled('typescript', 'const slow =');
    await typeText(' ');
    const request = await requestFor('const slow = ');
    await typeText('x');
    assert.equal(await request.closedEarly, true);
  });

  it('survives a server that is down, and works again when it is back', async () => {
    const down = await CompletionsServer.start({ reply: '' });
    await down.close();
    await configure({ endpoint: down.url });
    const editor = await openUntitled('typescript', 'const back =');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    server().options = { reply: 'again();' };
    await configure({ endpoint: server().url });
    await typeText(' ');
    await acceptGhostText(editor);
    assert.equal(editor.document.getText(), 'const back = again();');
  });

  it('is not asked for in files that hold secrets', async () => {
    const asked = server().requests.length;
    const file = vscode.Uri.joinPath(
      vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/'),
      '.env',
    );
    await vscode.workspace.fs.writeFile(file, Buffer.from('TOKEN='));
    await vscode.window.showTextDocument(file);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    const editor = await openUntitled('typescript', 'const after = ');
    await acceptGhostText(editor);
    const prompts = server()
      .requests.slice(asked)
      .map(({ body }) => String(body['prompt']));
    assert.ok(prompts.length > 0);
    assert.deepEqual(
      prompts.filter((prompt) => prompt.includes('TOKEN')),
      [],
    );
  });
});
