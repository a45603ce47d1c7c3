import * as vscode from 'vscode';
import type { ModelInfo } from '../completions/completionBackend';
import { type CompletionError, isCompletionError } from '../completions/completionError';
import { describedModel } from './describedModel';
import { localized } from './localized';
import { writeWhereSet } from './settingPlace';
import type { Settings } from './settings';

interface ModelItem extends vscode.QuickPickItem {
  /** Undefined for the item that asks the server again. */
  readonly model: string | undefined;
}

/** The command that lets the person choose one of the server's models, or type the name of another. */
export class ModelPicker {
  /** @param models those of the server, also while the embedded engine answers */
  constructor(
    private readonly settings: Settings,
    private readonly models: (signal: AbortSignal) => Promise<ModelInfo[]>,
  ) {}

  async run(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const chosen = await this.pick(this.settings.sampling(document).model);
    if (chosen !== undefined) await writeWhereSet('model', chosen, document);
  }

  private pick(current: string): Promise<string | undefined> {
    const { host } = new URL(this.settings.endpoint);
    const closed = new AbortController();
    const picker = vscode.window.createQuickPick<ModelItem>();
    picker.title = vscode.l10n.t('Model of {0}', host);
    picker.matchOnDescription = true;
    let known: readonly ModelItem[] = [];
    const show = () => {
      const typed = picker.value.trim();
      const isNew = typed !== '' && known.every(({ model }) => model !== typed);
      picker.items = [...known, ...(isNew ? [typedItem(typed)] : [])];
    };
    const load = async () => {
      picker.busy = true;
      picker.placeholder = vscode.l10n.t('Choose a model, or type the name of another');
      try {
        known = await this.items(current, host, closed.signal);
      } catch (error) {
        if (!isCompletionError(error)) throw error;
        picker.placeholder = localized(error.wording.remedy);
        known = [retryItem(error), modelItem({ id: current }, true)];
      }
      if (closed.signal.aborted) return;
      picker.busy = false;
      show();
      const active = picker.items.find(({ model }) => model === current);
      if (active && picker.value === '') picker.activeItems = [active];
    };
    return new Promise((resolve) => {
      picker.onDidChangeValue(show);
      picker.onDidAccept(() => {
        const [item] = picker.activeItems;
        if (!item) return;
        if (item.model === undefined) {
          void load();
          return;
        }
        resolve(item.model);
        picker.hide();
      });
      picker.onDidHide(() => {
        closed.abort();
        picker.dispose();
        resolve(undefined);
      });
      picker.show();
      void load();
    });
  }

  private async items(current: string, host: string, signal: AbortSignal): Promise<ModelItem[]> {
    const models = await this.models(signal);
    const sorted = models.toSorted((a, b) => a.id.localeCompare(b.id));
    const items = sorted.map((model) => modelItem(model, model.id === current));
    if (sorted.some(({ id }) => id === current)) return items;
    const missing = vscode.l10n.t('set now, but not among those of {0}', host);
    return [{ label: `$(check) ${current}`, description: missing, model: current }, ...items];
  }
}

function modelItem(model: ModelInfo, isCurrent: boolean): ModelItem {
  const { description, detail } = describedModel(model);
  const label = isCurrent ? `$(check) ${model.id}` : model.id;
  return { label, description, ...(detail !== '' && { detail }), model: model.id };
}

/** Says what went wrong, in the row's smaller print, which has room for it. */
function retryItem({ wording }: CompletionError): ModelItem {
  const label = `$(refresh) ${vscode.l10n.t('Retry')}`;
  return { label, detail: localized(wording.message), alwaysShow: true, model: undefined };
}

function typedItem(name: string): ModelItem {
  const label = `$(edit) ${vscode.l10n.t('Use {0}', name)}`;
  return { label, alwaysShow: true, model: name };
}
