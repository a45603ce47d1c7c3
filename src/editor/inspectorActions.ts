import * as vscode from 'vscode';
import type { CompletionBackend } from '../completions/completionBackend';
import { isCompletionError } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import type { WrittenRequest } from '../completions/writtenRequest';
import {
  type BranchRequest,
  branchRequest,
  insertableText,
  repeatRequest,
} from '../inspector/branchRequest';
import type { CompletionHistory } from '../inspector/completionHistory';
import type { CompletionRecord } from '../inspector/completionRecord';
import { exportedCompletions, replayCommand } from '../inspector/exportedCompletion';
import type { InspectorAction } from '../inspector/inspectorSession';
import { goToPlace, insertCompletion } from './insertCompletion';
import type { Log } from './log';
import type { TweakableSettings } from './tweakableSettings';

/** Does what the person asks for in the inspector. */
export class InspectorActions implements vscode.Disposable {
  private readonly streaming = new Map<number, AbortController>();

  /**
   * @param backend what branches are asked of; it writes them into the history
   * @param written how a request is put to the server
   */
  constructor(
    private readonly history: CompletionHistory,
    private readonly backend: CompletionBackend,
    private readonly written: (request: CompletionRequest) => Promise<WrittenRequest>,
    private readonly tweakable: TweakableSettings,
    private readonly log: Log,
  ) {}

  dispose(): void {
    for (const controller of this.streaming.values()) controller.abort();
  }

  /** @param show has the inspector show a completion */
  async run(action: InspectorAction, show: (id: number) => void): Promise<void> {
    try {
      await this.perform(action, show);
    } catch (error) {
      this.log.warn('The inspector could not do that', error);
      const problem = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(`Inkling: ${problem}`);
    }
  }

  private async perform(action: InspectorAction, show: (id: number) => void): Promise<void> {
    switch (action.type) {
      case 'clear':
        await this.clear();
        return;
      case 'set':
        await this.tweakable.write(action.name, action.value, action.target);
        return;
      case 'reset':
        await this.tweakable.reset(action.name, action.target);
        return;
      case 'export':
        await this.export(action.ids);
        return;
      case 'stop':
        this.streaming.get(action.id)?.abort();
        return;
      case 'pin':
        this.history.pin(action.id, action.pinned);
        return;
      default: {
        const record = this.history.get(action.id);
        if (record) await this.performOn(record, action, show);
      }
    }
  }

  private async performOn(
    record: CompletionRecord,
    action: Extract<InspectorAction, { type: 'copy' | 'insert' | 'goTo' | 'branch' | 'repeat' }>,
    show: (id: number) => void,
  ): Promise<void> {
    switch (action.type) {
      case 'copy':
        await this.copy(record, action.choice, action.form);
        return;
      case 'insert':
        await insertCompletion(record, action.choice);
        return;
      case 'goTo':
        await goToPlace(record);
        return;
      case 'branch': {
        const { choice, token, alternative } = action;
        await this.follow(branchRequest(record, choice, token, alternative), record, show);
        return;
      }
      case 'repeat':
        await this.follow(repeatRequest(record, action.changed), record, show);
    }
  }

  /** Streams a branch into the history, where the inspector sees it. */
  private async follow(
    asked: BranchRequest | undefined,
    { place, content }: CompletionRecord,
    show: (id: number) => void,
  ): Promise<void> {
    if (!asked) throw new Error(vscode.l10n.t('its prompt is no longer kept, or is not text.'));
    const { request, branch } = asked;
    const controller = new AbortController();
    this.history.describe(request, {
      place,
      branch,
      parts: branchParts(content?.parts, branch.lead),
    });
    let id: number | undefined;
    try {
      const chunks = this.backend.complete(request, controller.signal)[Symbol.asyncIterator]();
      let step = chunks.next();
      id = this.history.of(request)?.id;
      if (id !== undefined) {
        this.streaming.set(id, controller);
        show(id);
      }
      while (!(await step).done) step = chunks.next();
    } catch (error) {
      // The history has it, and the inspector shows it.
      if (!isCompletionError(error)) throw error;
    } finally {
      if (id !== undefined) this.streaming.delete(id);
    }
  }

  private async clear(): Promise<void> {
    const yes = vscode.l10n.t('Clear');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Forget the completions of this workspace?'),
      { modal: true, detail: vscode.l10n.t('Those that are pinned stay.') },
      yes,
    );
    if (answer === yes) this.history.clear();
  }

  private async copy(
    record: CompletionRecord,
    choice: number,
    form: 'text' | 'json' | 'curl',
  ): Promise<void> {
    const text = await this.copied(record, choice, form);
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 2_000);
  }

  private async copied(
    record: CompletionRecord,
    choice: number,
    form: 'text' | 'json' | 'curl',
  ): Promise<string> {
    if (form === 'text') return insertableText(record, choice);
    if (form === 'json') return exportedCompletions([record]);
    if (!record.content) throw new Error(vscode.l10n.t('its request is no longer kept.'));
    return replayCommand(await this.written(record.content.request));
  }

  private async export(ids: readonly number[]): Promise<void> {
    const records = ids.map((id) => this.history.get(id)).filter((each) => each !== undefined);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export completions'),
      filters: { JSON: ['json'] },
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, 'completions.json') }),
    });
    if (!target) return;
    await vscode.workspace.fs.writeFile(target, Buffer.from(exportedCompletions(records)));
  }
}

function branchParts(
  parts: readonly NonNullable<CompletionRecord['content']>['parts'][number][] = [],
  lead: string,
) {
  if (parts.length === 0 || lead === '') return parts;
  const tokens = Math.round(lead.length / 3.5);
  const reason = vscode.l10n.t('What the branch goes on from.');
  const part = {
    kind: 'branch',
    label: 'branch',
    text: lead,
    tokens,
    reason,
    inSuffixField: false,
  };
  const suffix = parts.filter(({ inSuffixField }) => inSuffixField);
  return [...parts.filter(({ inSuffixField }) => !inSuffixField), part, ...suffix];
}
