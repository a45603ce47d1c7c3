import * as vscode from 'vscode';
import { isCompletionError } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import { phrase, type Phrase, written } from '../completions/phrase';
import type { FormatSettings } from '../prompt/formats/formatChoice';
import {
  affectsNetwork,
  networkConfiguration,
  type NetworkConfiguration,
} from './networkConfiguration';
import { type SettingName, type SettingOf, SETTINGS } from './settingsTable';

const SECTION = 'inkling';

/** How a server is spoken to, and what is sent beside. */
export interface ServerSettings {
  /** The server's base address. */
  readonly endpoint: string;
  readonly dialect: SettingOf<'dialect'>;
  readonly headers: Readonly<Record<string, string>>;
  readonly network: NetworkConfiguration;
}

/** What a request asks of the model, as the API has it; without what is left to the server. */
export type SamplingSettings = Omit<CompletionRequest, 'prompt' | 'suffix'>;

/** How prompts are put together. */
export interface PromptSettings extends FormatSettings {
  readonly maxTokens: number;
}

/** Where context may come from. */
export type ContextSettings = Readonly<
  Record<'similarText' | 'definitions' | 'recentEdits' | 'diagnostics' | 'notebookCells', boolean>
>;

/** When and how ghost text shows. */
export interface GhostTextSettings {
  readonly eagerness: SettingOf<'eagerness'>;
  readonly multiLine: boolean;
  readonly growth: boolean;
  readonly instantAnswer: boolean;
  /** Milliseconds, or as the person types. */
  readonly delay: SettingOf<'delay'>;
  readonly alternatives: number;
}

/** What has been read for one scope. */
type KnownValues = { [Name in SettingName]?: SettingOf<Name> };

/** The typed view of `inkling.*`. A value that does not fit counts as not set, and is told once. */
export class Settings implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private readonly told = new Set<string>();
  /** As read last: every keystroke asks for some. */
  private knownServer: ServerSettings | undefined;
  private readonly known = new Map<string, KnownValues>();
  private readonly ghostTextOn = new Map<string, boolean>();

  /** Fires after any of the settings has changed, or one of VS Code's about the network. */
  readonly onDidChange = this.change.event;

  constructor(private readonly reportInvalid: (message: Phrase) => void) {
    this.subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      this.known.clear();
      this.ghostTextOn.clear();
      if (!event.affectsConfiguration(SECTION) && !affectsNetwork(event)) return;
      this.knownServer = undefined;
      this.change.fire();
    });
  }

  get backend(): SettingOf<'backend'> {
    return this.reader()('backend');
  }

  /** The server's base address. */
  get endpoint(): string {
    return this.reader()('endpoint');
  }

  /** All that a connection to the server depends on; the same object until something changes. */
  get server(): ServerSettings {
    this.knownServer ??= this.readServer();
    return this.knownServer;
  }

  /** Whether the inspector keeps a history of completions. */
  get keepsHistory(): boolean {
    return this.reader()('inspector.history');
  }

  /** Whether the embedded engine is to answer while a server thinks. */
  get instantAnswer(): boolean {
    return this.reader()('instantAnswer');
  }

  /** The parameters of ghost text in a document. */
  sampling(scope: vscode.ConfigurationScope | undefined): SamplingSettings {
    return this.sharedSampling(scope, 'maxTokens');
  }

  /**
   * The parameters of Complete Selection in a document.
   *
   * @param check throws a CompletionError for parameters that do not fit, together or each
   */
  selectionSampling(
    scope: vscode.ConfigurationScope,
    check: (parameters: SamplingSettings) => void,
  ): SamplingSettings {
    const shared = this.sharedSampling(scope, 'completeSelection.maxTokens');
    const sampling = { ...shared, ...this.reader(scope)('completeSelection.parameters') };
    try {
      check(sampling);
      return sampling;
    } catch (error) {
      if (!isCompletionError(error)) throw error;
      this.tellOnce('completeSelection.parameters', phrase`is not used: ${error.wording.message}`);
      return shared;
    }
  }

  /** The format and size of prompts for a document. */
  prompt(scope: vscode.ConfigurationScope): PromptSettings {
    const read = this.reader(scope);
    return {
      format: read('prompt.format'),
      template: read('prompt.template'),
      maxTokens: read('prompt.maxTokens'),
    };
  }

  /** Which context goes into prompts for a document. */
  context(scope: vscode.ConfigurationScope): ContextSettings {
    const read = this.reader(scope);
    return {
      similarText: read('context.similarText'),
      definitions: read('context.definitions'),
      recentEdits: read('context.recentEdits'),
      diagnostics: read('context.diagnostics'),
      notebookCells: read('context.notebookCells'),
    };
  }

  /** Whether ghost text comes by itself in a document, or only when it is asked for. */
  trigger(scope: vscode.ConfigurationScope): SettingOf<'trigger'> {
    return this.reader(scope)('trigger');
  }

  /**
   * Whether the editor's own setting for ghost text is on in a document. Where it is off, the editor
   * does not ask by itself, but goes on asking after an explicit wish.
   */
  isGhostTextOnInEditor(document: vscode.TextDocument): boolean {
    const where = keyOf(document);
    const known = this.ghostTextOn.get(where);
    if (known !== undefined) return known;
    const editor = vscode.workspace.getConfiguration('editor', document);
    const isOn = editor.get<unknown>('inlineSuggest.enabled') !== false;
    this.ghostTextOn.set(where, isOn);
    return isOn;
  }

  /** Whether ghost text is on, by language; `*` stands for those that are not named. */
  languages(scope: vscode.ConfigurationScope): Readonly<Partial<Record<string, boolean>>> {
    return this.reader(scope)('languages');
  }

  /** Patterns of files without ghost text. */
  disabledFiles(file: vscode.Uri): readonly string[] {
    return this.reader(file)('disabledFiles');
  }

  /** Whether to do without what can wait. */
  get batterySaver(): SettingOf<'batterySaver'> {
    return this.reader()('batterySaver');
  }

  /** Patterns of files of which nothing is sent. */
  ignore(folder: vscode.Uri): readonly string[] {
    return this.reader(folder)('ignore');
  }

  /** How ghost text in a document behaves. */
  ghostText(scope: vscode.ConfigurationScope | undefined): GhostTextSettings {
    const read = this.reader(scope);
    return {
      eagerness: read('eagerness'),
      multiLine: read('multiLine'),
      growth: read('growth'),
      instantAnswer: read('instantAnswer'),
      delay: read('delay'),
      alternatives: read('alternatives'),
    };
  }

  dispose(): void {
    this.subscription.dispose();
    this.change.dispose();
  }

  private readServer(): ServerSettings {
    const read = this.reader();
    return {
      endpoint: read('endpoint'),
      dialect: read('dialect'),
      headers: read('headers'),
      network: networkConfiguration(),
    };
  }

  private sharedSampling(
    scope: vscode.ConfigurationScope | undefined,
    mostName: 'maxTokens' | 'completeSelection.maxTokens',
  ): SamplingSettings {
    const read = this.reader(scope);
    const most = read(mostName);
    let fewest = read('minTokens');
    if (fewest > most) {
      const name = `${SECTION}.${mostName}`;
      this.tellOnce(
        'minTokens',
        phrase`is ${fewest}, but must be at most ${name}, which is ${most}. It is not used until you change it.`,
      );
      fewest = 0;
    }
    const stop = read('stop');
    const seed = read('seed');
    const root = read('grammarRoot');
    const user = read('user');
    return {
      model: read('model'),
      temperature: read('temperature'),
      top_p: read('topP'),
      max_tokens: most,
      ...(stop.length > 0 && { stop }),
      ...(fewest !== 0 && { min_tokens: fewest }),
      ...(seed !== null && { seed }),
      ...(root !== 'none' && { grammar_root: root }),
      ...(user !== '' && { user }),
      ...(read('logprobs') && { logprobs: true, top_logprobs: read('topLogprobs') }),
    };
  }

  /** Reads settings as they are for `scope`. */
  private reader(scope?: vscode.ConfigurationScope) {
    const where = keyOf(scope);
    const known: KnownValues = this.known.get(where) ?? {};
    this.known.set(where, known);
    return <Name extends SettingName>(name: Name): SettingOf<Name> => {
      const value = known[name];
      return value === undefined ? (known[name] = this.read(name, scope)) : value;
    };
  }

  private read<Name extends SettingName>(
    name: Name,
    scope: vscode.ConfigurationScope | undefined,
  ): SettingOf<Name> {
    const configuration = vscode.workspace.getConfiguration(SECTION, scope);
    const setting = SETTINGS[name];
    const value = configuration.get<unknown>(name);
    if (setting.fits(value)) return value;
    const problem = setting.rule(value) ?? '';
    this.tellOnce(name, phrase`${problem}. Its default is used until you change it.`);
    const preset: unknown = configuration.inspect(name)?.defaultValue;
    if (setting.fits(preset)) return preset;
    throw new Error(`package.json gives ${SECTION}.${name} a default that does not fit.`);
  }

  private tellOnce(name: SettingName, problem: Phrase): void {
    const message = phrase`The setting ${`${SECTION}.${name}`} ${problem}`;
    const text = written(message);
    if (this.told.has(text)) return;
    this.told.add(text);
    this.reportInvalid(message);
  }
}

/** The same for scopes in which all settings are the same. */
function keyOf(scope: vscode.ConfigurationScope | undefined): string {
  if (scope === undefined) return '';
  if (scope instanceof vscode.Uri) return scope.toString();
  const { uri } = scope;
  return `${'languageId' in scope ? scope.languageId : ''} ${uri?.toString() ?? ''}`;
}
