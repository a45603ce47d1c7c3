import * as vscode from 'vscode';
import type { CompletionBackend } from '../completions/completionBackend';
import { type CompletionError, isCompletionError } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import { isSecretFile } from '../prompt/secretFiles';
import { abortSignal } from './abortSignal';
import type { FailureNotice } from './failureNotice';
import { StreamingInsertion } from './streamingInsertion';
import { textWindow } from './textWindow';

/** The command that streams the completion of the selected text into the document, right after it. */
export class CompleteSelection {
  constructor(
    private readonly backend: CompletionBackend,
    private readonly parametersFor: (
      document: vscode.TextDocument,
    ) => Omit<CompletionRequest, 'prompt'>,
    private readonly whyNotSent: (document: vscode.TextDocument) => Promise<string | undefined>,
    private readonly notice: FailureNotice,
  ) {}

  /** Completes the selection of the active editor, or the line up to the cursor without one. */
  async run(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) {
      tell(vscode.l10n.t('open a document and select the text to complete.'));
      return;
    }
    const { document } = editor;
    if (isSecretFile(document.uri.path)) {
      tell(vscode.l10n.t('this file holds secrets, so nothing of it is sent.'));
      return;
    }
    const why = await this.whyNotSent(document);
    if (why !== undefined) {
      tell(vscode.l10n.t('nothing is sent here: {0}.', why));
      return;
    }
    const selection = promptRange(editor);
    const prompt = document.getText(selection).replaceAll('\r\n', '\n');
    if (prompt.trim() === '') {
      tell(vscode.l10n.t('there is nothing to complete here. Select some text first.'));
      return;
    }
    // Left selected, everything would be replaced by the next key that the person types.
    editor.selection = new vscode.Selection(selection.end, selection.end);
    const progress = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Inkling is completing the selection'),
      cancellable: true,
    };
    await vscode.window.withProgress(progress, async (_, token) => {
      const { signal, dispose } = abortSignal(token);
      const insertion = new StreamingInsertion(document, document.offsetAt(selection.end));
      try {
        const { suffix } = textWindow(document, selection.end);
        const request = { prompt, suffix, ...this.parametersFor(document) };
        await this.stream(request, insertion, signal);
      } finally {
        insertion.dispose();
        dispose();
      }
    });
  }

  /** What has come stays in the document, however the stream ends. */
  private async stream(
    request: CompletionRequest,
    insertion: StreamingInsertion,
    signal: AbortSignal,
  ): Promise<void> {
    let empty = true;
    let failure: CompletionError | undefined;
    try {
      for await (const chunk of this.backend.complete(request, signal)) {
        const text = chunk.choices.find(({ index }) => index === 0)?.text ?? '';
        if (insertion.isRefused) break;
        if (text === '') continue;
        empty = false;
        insertion.append(text);
      }
    } catch (error) {
      if (!isCompletionError(error)) throw error;
      failure = error;
    }
    await insertion.finish();
    // Not awaited: the progress ends now, not when the message is closed.
    if (failure) void this.notice.tell(failure);
    else if (insertion.isRefused) tell(vscode.l10n.t('the document takes no more text.'));
    else if (empty && !signal.aborted) {
      tell(vscode.l10n.t('the model had nothing to add to the selection.'));
    }
  }
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(`Inkling: ${message}`);
}

function promptRange({ selection }: vscode.TextEditor): vscode.Range {
  if (!selection.isEmpty) return selection;
  return new vscode.Range(selection.active.with({ character: 0 }), selection.active);
}
