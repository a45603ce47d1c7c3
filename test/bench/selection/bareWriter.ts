import { appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { TOKENS, tokensDue, tokenText } from './tokens';

/** How often the figures are written down, and the time from one edit to the next, in milliseconds. */
const INTERVAL = 50;
const FRAME = 16;

/**
 * Writes the same text at the same pace as the server has Inkling write it, with nothing but the
 * editor's own call: what of the cost is VS Code's. Tells the file that the environment names how
 * long the extension host has been busy, how many edits were made, and how many texts are whole.
 */
export function activate(context: vscode.ExtensionContext): void {
  const log = process.env['INKLING_BENCH_LOAD'];
  if (log === undefined) return;
  let edits = 0;
  let whole = 0;
  const timer = setInterval(() => {
    appendFileSync(log, `${performance.eventLoopUtilization().active} ${edits} ${whole}\n`);
  }, INTERVAL);
  context.subscriptions.push(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.uri.scheme === 'file' && contentChanges.length > 0) edits++;
    }),
    vscode.commands.registerCommand('bench.write', async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor) await write(editor);
      whole++;
    }),
    {
      dispose: () => {
        clearInterval(timer);
      },
    },
  );
}

async function write(editor: vscode.TextEditor): Promise<void> {
  let at = editor.selection.end;
  editor.selection = new vscode.Selection(at, at);
  const began = performance.now();
  let written = 0;
  let last = 0;
  while (written < TOKENS) {
    const wait = last + FRAME - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const due = tokensDue(began, performance.now());
    let text = '';
    for (let token = written; token < due; token++) text += tokenText(token);
    if (text === '') continue;
    last = performance.now();
    const stops = { undoStopBefore: written === 0, undoStopAfter: due === TOKENS };
    const place = at;
    if (
      !(await editor.edit((edit) => {
        edit.insert(place, text);
      }, stops))
    )
      continue;
    written = due;
    at = after(at, text);
  }
}

function after({ line, character }: vscode.Position, text: string): vscode.Position {
  const lines = text.split('\n');
  const last = lines.at(-1)?.length ?? 0;
  return new vscode.Position(line + lines.length - 1, lines.length === 1 ? character + last : last);
}
