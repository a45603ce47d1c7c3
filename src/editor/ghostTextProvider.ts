import * as vscode from 'vscode';
import type { GhostTextOptions, GhostTextPipeline } from '../inline/ghostTextPipeline';
import type { DocumentWindow } from '../prompt/documentWindow';
import { isSecretFile } from '../prompt/secretFiles';
import { abortSignal } from './abortSignal';
import type { PromptSource } from './promptSource';
import { textWindow } from './textWindow';

/** Brings the pipeline's ghost text to the editor, in every language. */
export class GhostTextProvider implements vscode.InlineCompletionItemProvider {
  constructor(
    private readonly pipeline: GhostTextPipeline,
    private readonly optionsFor: (document: vscode.TextDocument) => Promise<GhostTextOptions>,
    private readonly prompts: Pick<PromptSource, 'promptFor'>,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    if (isSecretFile(document.uri.path)) return [];
    const { signal, dispose } = abortSignal(token);
    try {
      const selected = context.selectedCompletionInfo;
      const window = withSelectedEntry(
        textWindow(document, position),
        document,
        position,
        selected,
      );
      const completion = await this.pipeline.complete(
        {
          window,
          prompt: (model) => this.prompts.promptFor(document, position, window, model, signal),
          explicit: context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke,
          options: () => this.optionsFor(document),
        },
        signal,
      );
      if (!completion) return [];
      const start = selected?.range.start ?? position;
      const end = position.translate(0, completion.replaces);
      const text = (selected?.text ?? '') + completion.text;
      return [new vscode.InlineCompletionItem(text, new vscode.Range(start, end))];
    } catch (error) {
      this.log.error('Ghost text failed', error);
      return [];
    } finally {
      dispose();
    }
  }
}

/**
 * The window as it would be with the suggest widget's selected entry accepted: the editor shows
 * ghost text beside the widget only if it goes on from that entry.
 */
function withSelectedEntry(
  window: DocumentWindow,
  document: vscode.TextDocument,
  position: vscode.Position,
  selected: vscode.SelectedCompletionInfo | undefined,
): DocumentWindow {
  if (!selected) return window;
  const typed = document.getText(new vscode.Range(selected.range.start, position)).length;
  return { ...window, prefix: window.prefix.slice(0, -typed || undefined) + selected.text };
}
