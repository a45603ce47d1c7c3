import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ReceivedRequest } from '../support/completionsServer';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { openFile, openUntitled, typeText } from './editing';
import { useServer } from './useServer';

describe('The prompt that a server is sent', () => {
  const server = useServer({ reply: 'answer();\n' });

  beforeEach(() => configure({ backend: 'remote', endpoint: server().url, model: 'some-model' }));
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await resetConfiguration();
  });

  /** Asks for ghost text; returns the request whose prompt has `marker` in it. */
  async function ask(marker: string): Promise<ReceivedRequest> {
    return waitUntil(`the server is asked about ${marker}`, async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      return server().requests.find(({ body }) => String(body['prompt']).includes(marker));
    });
  }

  /** Asks until a request has `context` too: what is late for the first one is there for the next. */
  async function askWith(context: string, marker: string): Promise<ReceivedRequest> {
    return waitUntil(`the server is told ${context}`, async () => {
      await typeText(' ');
      await ask(marker);
      return server().requests.find(({ body }) =>
        [marker, context].every((part) => String(body['prompt']).includes(part)),
      );
    });
  }

  function file(path: string): vscode.Uri {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    return vscode.Uri.joinPath(folder.uri, path);
  }

  async function openNew(path: string, text: string): Promise<vscode.TextEditor> {
    await vscode.workspace.fs.writeFile(file(path), Buffer.from(text));
    const editor = await vscode.window.showTextDocument(file(path), { preview: false });
    const end = editor.document.positionAt(text.length);
    editor.selection = new vscode.Selection(end, end);
    return editor;
  }

  const helper = 'export function measureTheDistance(fromPlace, toPlace) {\n  return 1;\n}\n';

  it('has similar text of a document that the person has viewed, unless that is turned off: inkling.context.similarText', async () => {
    await openNew('viewed.js', helper);
    await openNew('asking.js', '// one\nmeasureThe(fromPlace');
    await askWith('viewed.js\nexport function measureTheDistance', '// one\nmeasureThe(fromPlace');

    await configure({ 'context.similarText': false, 'context.recentEdits': false });
    await configure({ 'context.definitions': false });
    await openNew('asking2.js', '// two\nmeasureThe(fromPlace');
    const without = await ask('// two\nmeasureThe(fromPlace');
    assert.doesNotMatch(String(without.body['prompt']), /measureTheDistance/);
  });

  it('has recent edits, unless that is turned off: inkling.context.recentEdits', async () => {
    await configure({ 'context.similarText': false });
    await openNew('edited.js', '');
    await ask('edited.js');
    await typeText('theEditOfJustNow();');
    await openNew('asking3.js', '// three\n');
    const { body } = await ask('// three\n');
    assert.match(String(body['prompt']), /edited just now in edited\.js\ntheEditOfJustNow/);

    await configure({ 'context.recentEdits': false });
    await openNew('asking4.js', '// four\n');
    const without = await ask('// four\n');
    assert.doesNotMatch(String(without.body['prompt']), /theEditOfJustNow/);
  });

  it('has definitions of names near the cursor, unless not wanted: inkling.context.definitions', async () => {
    const registration = vscode.languages.registerDefinitionProvider(
      { pattern: '**/asking*.js' },
      {
        provideDefinition: () => new vscode.Location(file('defined.js'), new vscode.Position(0, 0)),
      },
    );
    try {
      await configure({ 'context.similarText': false, 'context.recentEdits': false });
      await vscode.workspace.fs.writeFile(file('defined.js'), Buffer.from(helper));
      await openNew('asking5.js', '// five\nmeasureTheDistance(');
      await askWith(
        'defined.js\nexport function measureTheDistance',
        '// five\nmeasureTheDistance(',
      );

      await configure({ 'context.definitions': false });
      await openNew('asking6.js', '// six\nmeasureTheDistance(');
      const without = await ask('// six\nmeasureTheDistance(');
      assert.doesNotMatch(String(without.body['prompt']), /export function measureTheDistance/);
    } finally {
      registration.dispose();
    }
  });

  it('has the declarations that the text stands in, as the editor knows them', async () => {
    const body = '  const value = compute(value);\n'.repeat(300);
    const registration = vscode.languages.registerDocumentSymbolProvider(
      { pattern: '**/declared*.txt' },
      {
        provideDocumentSymbols: ({ lineCount }) => [
          new vscode.DocumentSymbol(
            ...(['encloseTheText', '', vscode.SymbolKind.Function] as const),
            new vscode.Range(0, 0, lineCount, 0),
            new vscode.Range(0, 0, 0, 14),
          ),
        ],
      },
    );
    try {
      await configure({ 'context.similarText': false, 'prompt.maxTokens': 500 });
      await openNew('declared 1.txt', `encloseTheText\n{\n${body}// known\n`);
      await askWith('encloseTheText', '// known\n');
      await configure({ 'context.definitions': false });
      await openNew('declared 2.txt', `encloseTheText\n{\n${body}// unknown\n`);
      const without = await ask('// unknown\n');
      assert.doesNotMatch(String(without.body['prompt']), /encloseTheText/);
    } finally {
      registration.dispose();
    }
  });

  it('has problems near the cursor, unless that is turned off: inkling.context.diagnostics', async () => {
    const problems = vscode.languages.createDiagnosticCollection('test');
    try {
      for (const [name, on] of [
        ['seven', true],
        ['eight', false],
      ] as const) {
        await configure({ 'context.diagnostics': on });
        const editor = await openNew(`${name}.txt`, `wrong\n// ${name}\n`);
        const range = new vscode.Range(0, 0, 0, 5);
        problems.set(editor.document.uri, [new vscode.Diagnostic(range, 'This is wrong.')]);
        const { body } = await ask(`// ${name}\n`);
        assert.equal(String(body['prompt']).includes('This is wrong.'), on);
      }
    } finally {
      problems.dispose();
    }
  });

  it('has the other cells of a notebook, unless that is turned off: inkling.context.notebookCells', async () => {
    for (const on of [true, false]) {
      // What was viewed may be told for another reason.
      await configure({ 'context.notebookCells': on, 'context.similarText': false });
      const { Code } = vscode.NotebookCellKind;
      const marker = `cell_${String(on)}`;
      const other = `other_${String(on)}`;
      const notebook = await vscode.workspace.openNotebookDocument(
        'jupyter-notebook',
        new vscode.NotebookData([
          new vscode.NotebookCellData(Code, `import ${other}`, 'python'),
          new vscode.NotebookCellData(Code, `${marker} = `, 'python'),
        ]),
      );
      const shown = await vscode.window.showNotebookDocument(notebook);
      shown.selection = new vscode.NotebookRange(1, 2);
      const editor = await waitUntil('the cell is edited', async () => {
        await vscode.commands.executeCommand('notebook.cell.edit');
        const active = vscode.window.activeTextEditor;
        return active?.document.getText().includes(marker) === true && active;
      });
      const end = editor.document.lineAt(0).range.end;
      editor.selection = new vscode.Selection(end, end);
      const { body } = await ask(marker);
      assert.equal(String(body['prompt']).includes(other), on);
    }
  });

  it('has the format of the model or of inkling.prompt.format, inkling.prompt.template', async () => {
    await openUntitled('javascript', '// eleven\nconst a = ');
    await configure({ model: 'qwen2.5-coder' });
    const byModel = await ask('// eleven\n');
    assert.match(String(byModel.body['prompt']), /<\|fim_middle\|>$/);
    await configure({ 'prompt.format': 'codestral' });
    await openUntitled('javascript', '// twelve\nconst a = ');
    const chosen = await ask('// twelve\n');
    assert.match(String(chosen.body['prompt']), /^\[SUFFIX\]/);
    await configure({ 'prompt.format': 'custom', 'prompt.template': 'Go on: {{prefix}}' });
    await openUntitled('javascript', '// thirteen\nconst a = ');
    const own = await ask('// thirteen\n');
    assert.match(String(own.body['prompt']), /^Go on: /);
  });

  it('is no longer than the settings allow: inkling.prompt.maxTokens', async () => {
    await configure({ 'prompt.maxTokens': 300 });
    const text = `${'const value = compute(value);\n'.repeat(300)}// fourteen\n`;
    await openUntitled('javascript', text);
    const { body } = await ask('// fourteen\n');
    assert.ok(String(body['prompt']).length < 300 * 8);
  });

  it('is no longer than the context of the model, once the server has told it', async () => {
    const message = 'Current length is 2000 while limit is 600';
    const failure = { status: 400, body: { message, code: 'context_length_exceeded' } };
    server().options = { reply: 'answer();\n', failure };
    // A model of its own: nothing is known of its tokens.
    await configure({ model: 'short-model', 'prompt.maxTokens': 2_000, maxTokens: 100 });
    const text = `${'const value = compute(value);\n'.repeat(300)}// told\n`;
    await openUntitled('javascript', text);
    const refused = await ask('// told\n');
    const tooLong = String(refused.body['prompt']).length;
    server().options = { reply: 'answer();\n' };
    await openUntitled('javascript', text.replace('told', 'learned'));
    const { body } = await ask('// learned\n');
    const { length } = String(body['prompt']);
    assert.ok(length < 0.7 * tooLong, `${length} after ${tooLong}`);
  });

  it('has nothing of files that are ignored, nor are they completed: inkling.ignore', async () => {
    await vscode.workspace.fs.writeFile(file('.inklingignore'), Buffer.from('private/\n'));
    await vscode.workspace.fs.writeFile(file('.gitignore'), Buffer.from('*.generated.js\n'));
    await configure({ ignore: ['*.hidden.js'] });
    await openNew('own.generated.js', 'measureTheSecret(generatedPlace);\n');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await openNew('private/own.js', 'measureTheSecret(privatePlace);\n');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await openNew('own.hidden.js', 'measureTheSecret(hiddenPlace);\n');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await openNew('asking15.js', '// fifteen\nmeasureTheSecret(');
    await ask('// fifteen\nmeasureTheSecret(');
    const prompts = server().requests.map(({ body }) => String(body['prompt']));
    assert.deepEqual(
      prompts.filter((prompt) => /privatePlace|hiddenPlace|generatedPlace/.test(prompt)),
      [],
    );
  });

  it('is shown by Show Prompt, part by part, exactly as it is sent', async () => {
    await openFile('src/internal/operators/map.ts');
    await openNew('asking16.js', '// sixteen\nconst mapped = map(');
    await ask('// sixteen\n');
    await vscode.commands.executeCommand('inkling.showPrompt');
    const shown = await waitUntil('the prompt is shown', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'inkling-prompt'),
    );
    const text = shown.getText();
    const fenced = [...text.matchAll(/^(`{3,})text\n([\s\S]*?)\n\1$/gm)].map(([, , part]) => part);
    // It is the last one: what was late for the first may have come for another.
    await waitUntil('it is sent', () =>
      server().requests.some(({ body }) => body['prompt'] === fenced.join('')),
    );
    assert.match(text, /## \d+\. prefix: before the cursor · \d+ tokens/);
  });
});
