import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { CompletionsServer } from '../support/completionsServer';
import { waitUntil } from '../support/waitUntil';
import { configure, resetConfiguration } from './configuration';
import { openUntitled, typeText } from './editing';
import { useServer } from './useServer';

/** A reply that only an abort ends, however slow the machine. */
export const endlessReply = `one two${' more'.repeat(5_000)}`;

/** Has Complete Selection ask a test server in the enclosing `describe`. */
export function useCompletingServer(): () => CompletionsServer {
  const server = useServer({ reply: '' });

  // A model of no known format is sent the text as it is.
  before(() => configure({ backend: 'remote', endpoint: server().url, model: 'plain-model' }));

  afterEach(() => configure({ 'completeSelection.parameters': undefined }));

  after(resetConfiguration);

  return server;
}

/** Runs the command over the selections, each drawn as `[…]` in the text. */
export async function completing(picture: string): Promise<[vscode.TextEditor, Thenable<unknown>]> {
  const { text, ranges } = readPicture(picture);
  const editor = await openUntitled('plaintext', text);
  const { document } = editor;
  editor.selections = ranges.map(
    ([start, end]) => new vscode.Selection(document.positionAt(start), document.positionAt(end)),
  );
  return [editor, vscode.commands.executeCommand('inkling.completeSelection')];
}

/** The controls that stand above generated text. */
export async function controls({ document }: vscode.TextEditor): Promise<(string | undefined)[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
  );
  return lenses.map(({ command }) => command?.title);
}

/** Types with the cursor at a place, as after a click there. */
export async function typeAt(editor: vscode.TextEditor, line: number, text: string): Promise<void> {
  const place = new vscode.Position(line, 0);
  editor.selection = new vscode.Selection(place, place);
  for (const character of text) {
    await typeText(character);
    await setTimeout(30);
  }
}

export async function begun(editor: vscode.TextEditor, word = 'one'): Promise<void> {
  await waitUntil('it has begun', () => editor.document.getText().includes(word));
}

/** The texts that undoing leads back through. */
export async function undone({ document }: vscode.TextEditor, most = 20): Promise<string[]> {
  const texts: string[] = [];
  for (let step = 0; step < most; step++) {
    const { version } = document;
    await vscode.commands.executeCommand('undo');
    if (document.version === version) break;
    texts.push(document.getText());
  }
  return texts;
}

/** A text with its selections, each drawn as `[…]`. */
function readPicture(picture: string): { text: string; ranges: [number, number][] } {
  const ranges: [number, number][] = [];
  let text = '';
  for (const part of picture.split(/(?=[[\]])/)) {
    const marked = /^[[\]]/.test(part);
    if (part.startsWith('[')) ranges.push([text.length, text.length]);
    const open = ranges.at(-1);
    if (part.startsWith(']') && open) open[1] = text.length;
    text += marked ? part.slice(1) : part;
  }
  return { text, ranges };
}
