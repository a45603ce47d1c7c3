import * as vscode from 'vscode';
import type { CompletionBackend, ModelInfo } from '../completions/completionBackend';
import { stopSequences } from '../completions/requestForms';
import { LIMITS } from '../completions/parameterLimits';
import type { SelectionParameters } from './completeSelection';
import { readStops, showStops } from './stopList';

const MEMORY = 'inkling.completeSelection.lastAnswers';
/** How long the person waits for the list of models before they have to type one, in milliseconds. */
const MODELS_DEADLINE = 3_000;

type Answers = Pick<SelectionParameters, 'model' | 'temperature' | 'max_tokens' | 'stop'>;

/** Asks for model, temperature, length and stops of one completion, and remembers the answers. */
export class SelectionQuestions {
  constructor(
    private readonly backend: CompletionBackend,
    private readonly memory: vscode.Memento,
  ) {}

  /** `parameters` with the person's answers; undefined when they leave a question with Esc. */
  async ask(parameters: SelectionParameters): Promise<SelectionParameters | undefined> {
    const last = { ...parameters, ...this.memory.get<Partial<Answers>>(MEMORY) };
    const model = await this.askModel(last.model);
    if (model === undefined) return undefined;
    const temperature = await askText(2, {
      prompt: vscode.l10n.t('Temperature: 0 always takes the likeliest token'),
      value: String(last.temperature ?? 1),
      validateInput: numberWithin(...LIMITS.temperature),
    });
    if (temperature === undefined) return undefined;
    const tokens = await askText(3, {
      prompt: vscode.l10n.t('Most tokens to write'),
      value: String(last.max_tokens ?? ''),
      validateInput: wholeNumberFrom1,
    });
    if (tokens === undefined) return undefined;
    const stops = await askText(4, {
      prompt: vscode.l10n.t('Stop at any of these texts, separated by spaces; \\n is a line end'),
      value: showStops(stopSequences(last)),
      validateInput: (value) => problemWithStops(value),
    });
    if (stops === undefined) return undefined;
    const answers: Answers = {
      model,
      temperature: Number(temperature),
      max_tokens: Number(tokens),
      stop: readStops(stops),
    };
    await this.memory.update(MEMORY, answers);
    return { ...parameters, ...answers };
  }

  private async askModel(last: string): Promise<string | undefined> {
    const picker = vscode.window.createQuickPick();
    picker.title = title(1);
    picker.placeholder = vscode.l10n.t('The model: choose one or type its name');
    picker.matchOnDescription = true;
    let models: vscode.QuickPickItem[] = [{ label: last, description: vscode.l10n.t('last time') }];
    const show = () => {
      const typed = picker.value.trim();
      const isKnown = typed === '' || models.some(({ label }) => label === typed);
      picker.items = isKnown ? models : [...models, { label: typed }];
    };
    picker.onDidChangeValue(show);
    show();
    picker.busy = true;
    const chosen = new Promise<string | undefined>((resolve) => {
      picker.onDidAccept(() => {
        const typed = picker.value.trim();
        // What was typed becomes an item only after the list has been told of it.
        resolve(picker.activeItems[0]?.label ?? (typed === '' ? last : typed));
      });
      picker.onDidHide(() => {
        resolve(undefined);
      });
    });
    picker.show();
    void this.models().then((found) => {
      const others = found.filter(({ id }) => id !== last);
      models = [...models, ...others.map(({ id, ownedBy }) => described(id, ownedBy))];
      picker.busy = false;
      show();
    });
    const model = await chosen;
    picker.dispose();
    return model;
  }

  /** Those that the server offers; none where it cannot tell: a name can be typed all the same. */
  private async models(): Promise<ModelInfo[]> {
    try {
      return await this.backend.models(AbortSignal.timeout(MODELS_DEADLINE));
    } catch {
      return [];
    }
  }
}

function described(label: string, description: string | undefined): vscode.QuickPickItem {
  return description === undefined ? { label } : { label, description };
}

function title(step: number): string {
  return vscode.l10n.t('Complete Selection With… ({0}/4)', step);
}

function askText(step: number, options: vscode.InputBoxOptions): Thenable<string | undefined> {
  return vscode.window.showInputBox({ ...options, title: title(step), ignoreFocusOut: true });
}

function numberWithin(lowest: number, highest: number) {
  return (value: string): string | undefined => {
    const number = Number(value);
    const fits = value.trim() !== '' && number >= lowest && number <= highest;
    return fits ? undefined : vscode.l10n.t('A number from {0} to {1}.', lowest, highest);
  };
}

function wholeNumberFrom1(value: string): string | undefined {
  return /^[1-9]\d*$/.test(value.trim()) ? undefined : vscode.l10n.t('A whole number from 1.');
}

function problemWithStops(value: string): string | undefined {
  const count = readStops(value).length;
  return count > LIMITS.stop ? vscode.l10n.t('At most {0} texts.', LIMITS.stop) : undefined;
}
