import * as vscode from 'vscode';
import type { PromptPart } from '../prompt/prompt';
import { localized } from './localized';
import type { MadePrompt, PromptSource } from './promptSource';
import type { SendableFiles } from './sendableFiles';
import type { Settings } from './settings';
import { textWindow } from './textWindow';

const SCHEME = 'inkling-prompt';

/** The command that shows what the model is told at the cursor, part by part. */
export class ShowPrompt implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly change = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration: vscode.Disposable;
  private text = '';

  readonly onDidChange = this.change.event;

  /** @param isEmbedded whether the embedded engine would answer now */
  constructor(
    private readonly source: PromptSource,
    private readonly files: SendableFiles,
    private readonly settings: Settings,
    private readonly isEmbedded: () => Promise<boolean>,
  ) {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(): string {
    return this.text;
  }

  /** Shows the prompt that was sent for the cursor of the active editor, or would be. */
  async run(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor || editor.document.uri.scheme === SCHEME) {
      tell(vscode.l10n.t('put the cursor where the completion would be.'));
      return;
    }
    const { document } = editor;
    const position = editor.selection.active;
    const why = await this.files.whyNot(document.uri);
    const embedded = await this.isEmbedded();
    if (why !== undefined && !embedded) {
      tell(vscode.l10n.t('nothing is sent here: {0}.', why));
      return;
    }
    const made = this.source.lastFor(document, position) ?? (await this.make(document, position));
    if (!made) return;
    this.text = described(made, embedded);
    const uri = vscode.Uri.from({ scheme: SCHEME, path: '/Prompt.md' });
    this.change.fire(uri);
    await vscode.workspace.openTextDocument(uri);
    await showBeside(uri, editor);
  }

  dispose(): void {
    this.registration.dispose();
    this.change.dispose();
  }

  private async make(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<MadePrompt | undefined> {
    const { model } = this.settings.sampling(document);
    const window = textWindow(document, position);
    const { signal } = new AbortController();
    await this.source.promptFor(document, position, window, model, signal);
    return this.source.lastFor(document, position);
  }
}

/** Shows the text as a page; as its source where the editor's own preview is turned off. */
async function showBeside(uri: vscode.Uri, { document, viewColumn }: vscode.TextEditor) {
  try {
    await vscode.commands.executeCommand('markdown.showLockedPreviewToSide', uri);
    await vscode.window.showTextDocument(document, viewColumn);
  } catch {
    const viewBeside = { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: true };
    await vscode.window.showTextDocument(uri, viewBeside);
  }
}

/** The prompt as a text in Markdown: each part as it is sent, between fences. */
function described({ prompt, path, model, line }: MadePrompt, embedded: boolean): string {
  const { parts, request } = prompt;
  const tokens = parts.reduce((sum, part) => sum + part.tokens, 0);
  const whom = embedded
    ? vscode.l10n.t('for the embedded engine: it does not leave this machine')
    : vscode.l10n.t('for the model {0}', model);
  const { stop = [] } = request;
  return [
    `# ${vscode.l10n.t('The prompt at {0}, line {1}', path, line + 1)}`,
    `${vscode.l10n.t('About {0} tokens in {1} parts, {2}.', tokens, parts.length, whom)} ` +
      vscode.l10n.t('The parts, one behind the other, are what is sent.'),
    ...(stop.length > 0
      ? [vscode.l10n.t('The format stops at {0}.', [stop].flat().map(inCode).join(', '))]
      : []),
    contents(parts),
    ...parts.map(describedPart),
    '',
  ].join('\n\n');
}

/** What each part costs and why it is there, at a glance. */
function contents(parts: readonly PromptPart[]): string {
  const head = [vscode.l10n.t('Part'), vscode.l10n.t('Tokens'), vscode.l10n.t('Why')];
  const rows = parts.map(({ kind, label, tokens, reason }, index) =>
    [
      `${index + 1}. ${kind}: ${plain(localized(label))}`,
      String(tokens),
      plain(localized(reason)),
    ].join(' | '),
  );
  return [head.join(' | '), '--- | ---: | ---', ...rows].map((row) => `| ${row} |`).join('\n');
}

function describedPart(part: PromptPart, index: number): string {
  const { kind, label, tokens, reason, text, inSuffixField } = part;
  const where = inSuffixField ? ` ${vscode.l10n.t('It travels in the field suffix.')}` : '';
  const fence = '`'.repeat(Math.max(3, longestTicks(text) + 1));
  const count = vscode.l10n.t('{0} tokens', tokens);
  return [
    `## ${index + 1}. ${kind}: ${plain(localized(label))} · ${count}`,
    `${plain(localized(reason))}${where}`,
    `${fence}text\n${text}\n${fence}`,
  ].join('\n\n');
}

function longestTicks(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}

function inCode(text: string): string {
  const ticks = '`'.repeat(longestTicks(text) + 1);
  return `${ticks}${text.replaceAll('\n', ' ')}${ticks}`;
}

/** `text` without anything that Markdown would take for more than text. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#~&]/g, '\\$&').replaceAll('\n', ' ');
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(`Inkling: ${message}`);
}
