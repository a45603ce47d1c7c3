import * as vscode from 'vscode';

/** Opens the walkthrough. It never opens by itself. */
export async function openWalkthrough({ id }: vscode.Extension<unknown>): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${id}#start`, false);
}

/** From now on the embedded engine answers, also where there is a key. */
export async function useEmbeddedEngine(): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  await vscode.workspace.getConfiguration('inkling').update('backend', 'embedded', Global);
}

/**
 * Opens a text in which even the embedded engine knows how to go on, and has it do so.
 *
 * @param of `selection` for Complete Selection; otherwise ghost text, at the cursor
 * @param complete completes the selection, with these parameters
 */
export async function openExample(
  of: unknown,
  complete: (parameters: { stop: string[] }) => Promise<void>,
): Promise<void> {
  const isSelected = of === 'selection';
  const document = await vscode.workspace.openTextDocument({
    language: 'javascript',
    content: exampleText(isSelected ? '  let total = 0;' : '  let '),
  });
  const end = document.lineAt(document.lineCount - 1).range.end;
  const editor = await vscode.window.showTextDocument(document);
  const start = isSelected ? end.with(end.line - 1, 0) : end;
  editor.selection = new vscode.Selection(start, end);
  editor.revealRange(editor.selection);
  // The function is enough to see.
  if (isSelected) await complete({ stop: ['\n\n'] });
  else await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
}

function exampleText(lastLine: string): string {
  const notes = [
    vscode.l10n.t('Inkling learns from this text, on this machine.'),
    vscode.l10n.t('Grey text shows at the end of it. Tab accepts it; then type on.'),
  ];
  return [
    ...notes.map((note) => `// ${note}`),
    '',
    ...sumFunction('priceOf', 'price'),
    '',
    ...sumFunction('weightOf', 'weight'),
    '',
    'function volumeOf(items) {',
    lastLine,
  ].join('\n');
}

function sumFunction(name: string, property: string): string[] {
  return [
    `function ${name}(items) {`,
    '  let total = 0;',
    '  for (const item of items) {',
    `    total += item.${property} * item.quantity;`,
    '  }',
    '  return total;',
    '}',
  ];
}
