import * as vscode from 'vscode';
import { isCompletionError } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import { LIMITS } from '../completions/parameterLimits';
import { EAGERNESS, type Eagerness } from '../inline/eagerness';
import type { FormatSettings } from '../prompt/formats/formatChoice';
import { FORMAT_NAMES } from '../prompt/formats/promptFormat';
import { isTemplate } from '../prompt/formats/templateFormat';
import { FEWEST_TOKENS } from '../prompt/promptSize';
import {
  affectsNetwork,
  networkConfiguration,
  type NetworkConfiguration,
} from './networkConfiguration';

const SECTION = 'inkling';
/** Milliseconds. */
const LONGEST_DELAY = 5_000;
const MOST_ALTERNATIVES = 3;

/** The window of the editor's text has no more to give to larger prompts. */
const MOST_PROMPT_TOKENS = 32_768;

/** Which backend answers: `automatic` is the server when there is a key for it. */
export type BackendSetting = 'automatic' | 'remote' | 'embedded';

/** What kind of server the endpoint is: `automatic` tells it by the endpoint. */
const DIALECTS = [
  'automatic',
  'cerebras',
  'openai',
  'vllm',
  'llama.cpp',
  'ollama',
  'lmstudio',
  'deepseek',
  'mistral',
] as const;

export type DialectSetting = (typeof DIALECTS)[number];

/** How a server is spoken to, and what is sent beside. */
export interface ServerSettings {
  /** The server's base address. */
  readonly endpoint: string;
  readonly dialect: DialectSetting;
  readonly headers: Readonly<Record<string, string>>;
  readonly network: NetworkConfiguration;
}

/** What a request asks of the model. */
export interface SamplingSettings {
  readonly model: string;
  readonly temperature: number;
  readonly top_p: number;
  readonly stop: string[];
  readonly max_tokens: number;
}

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
  readonly eagerness: Eagerness;
  readonly multiLine: boolean;
  readonly growth: boolean;
  readonly instantAnswer: boolean;
  /** Milliseconds, or as the person types. */
  readonly delay: 'automatic' | number;
  readonly alternatives: number;
}

/** The typed view of `inkling.*`. A value that does not fit counts as not set, and is told once. */
export class Settings implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private readonly told = new Set<string>();
  /** As read last: every keystroke asks for it. */
  private knownServer: ServerSettings | undefined;

  /** Fires after any of the settings has changed, or one of VS Code's about the network. */
  readonly onDidChange = this.change.event;

  constructor(private readonly reportInvalid: (message: string) => void) {
    this.subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(SECTION) && !affectsNetwork(event)) return;
      this.knownServer = undefined;
      this.change.fire();
    });
  }

  get backend(): BackendSetting {
    return this.read(configuration(), 'backend', isBackend, 'automatic, remote or embedded');
  }

  /** The server's base address. */
  get endpoint(): string {
    const expected = 'an address that begins with http:// or https://';
    return this.read(configuration(), 'endpoint', isHttpAddress, expected);
  }

  /** All that a connection to the server depends on; the same object until something changes. */
  get server(): ServerSettings {
    this.knownServer ??= this.readServer();
    return this.knownServer;
  }

  /** Whether the inspector keeps a history of completions. */
  get keepsHistory(): boolean {
    return this.read(configuration(), 'inspector.history', isBoolean, 'true or false');
  }

  /** The parameters of ghost text in a document, or of Complete Selection there. */
  sampling(
    scope: vscode.ConfigurationScope | undefined,
    purpose: 'ghostText' | 'selection',
  ): SamplingSettings {
    const from = configuration(scope);
    const maxTokens = purpose === 'ghostText' ? 'maxTokens' : 'completeSelection.maxTokens';
    return {
      model: this.read(from, 'model', isFilledText, 'the name of a model'),
      temperature: this.read(from, 'temperature', within(LIMITS.temperature), '0 to 2'),
      top_p: this.read(from, 'topP', within(LIMITS.top_p), '0 to 1'),
      stop: this.read(from, 'stop', isStopList, `at most ${LIMITS.stop} texts, none of them empty`),
      max_tokens: this.read(from, maxTokens, isCount, 'a whole number from 1'),
    };
  }

  /**
   * What Complete Selection asks differently: any parameter of the API.
   *
   * @param check throws a CompletionError for parameters that do not fit
   */
  selectionParameters(
    scope: vscode.ConfigurationScope,
    check: (parameters: object) => void,
  ): Partial<CompletionRequest> {
    const name = 'completeSelection.parameters';
    const value = configuration(scope).get<unknown>(name);
    try {
      const parameters = { ...(typeof value === 'object' ? value : {}) };
      check(parameters);
      return parameters;
    } catch (error) {
      if (!isCompletionError(error)) throw error;
      this.tellOnce(name, JSON.stringify(value), `which is not used: ${error.message}`);
      return {};
    }
  }

  /** The format and size of prompts for a document. */
  prompt(scope: vscode.ConfigurationScope): PromptSettings {
    const from = configuration(scope);
    return {
      format: this.read(from, 'prompt.format', isFormat, 'automatic or the name of a format'),
      template: this.read(from, 'prompt.template', isTemplateText, 'a text with {{prefix}}, once'),
      maxTokens: this.read(from, 'prompt.maxTokens', isPromptSize, 'a whole number, 256 to 32768'),
    };
  }

  /** Which context goes into prompts for a document. */
  context(scope: vscode.ConfigurationScope): ContextSettings {
    const from = configuration(scope);
    const read = (name: string) => this.read(from, `context.${name}`, isBoolean, 'true or false');
    return {
      similarText: read('similarText'),
      definitions: read('definitions'),
      recentEdits: read('recentEdits'),
      diagnostics: read('diagnostics'),
      notebookCells: read('notebookCells'),
    };
  }

  /** Patterns of files of which nothing is sent. */
  ignore(folder: vscode.Uri): readonly string[] {
    return this.read(configuration(folder), 'ignore', isTextList, 'a list of patterns');
  }

  /** Whether the embedded engine is to answer while a server thinks. */
  get instantAnswer(): boolean {
    return this.read(configuration(), 'instantAnswer', isBoolean, 'true or false');
  }

  /** How ghost text in a document behaves. */
  ghostText(scope: vscode.ConfigurationScope): GhostTextSettings {
    const from = configuration(scope);
    const yesOrNo = (name: string) => this.read(from, name, isBoolean, 'true or false');
    return {
      eagerness: this.read(from, 'eagerness', isEagerness, 'quiet, balanced or eager'),
      multiLine: yesOrNo('multiLine'),
      growth: yesOrNo('growth'),
      instantAnswer: yesOrNo('instantAnswer'),
      delay: this.read(from, 'delay', isDelay, '"automatic" or milliseconds from 0 to 5000'),
      alternatives: this.read(from, 'alternatives', isAlternatives, 'a whole number from 1 to 3'),
    };
  }

  dispose(): void {
    this.subscription.dispose();
    this.change.dispose();
  }

  private readServer(): ServerSettings {
    const from = configuration();
    return {
      endpoint: this.endpoint,
      dialect: this.read(from, 'dialect', isDialect, `one of ${DIALECTS.join(', ')}`),
      headers: this.read(from, 'headers', isHeaderList, 'header names with texts', 'secret'),
      network: networkConfiguration(),
    };
  }

  private read<T>(
    from: vscode.WorkspaceConfiguration,
    name: string,
    fits: (value: unknown) => value is T,
    expected: string,
    secrecy?: 'secret',
  ): T {
    const value = from.get<unknown>(name);
    if (fits(value)) return value;
    const problem = `but must be ${expected}. Its default is used until you change it.`;
    const given = secrecy === 'secret' ? 'something else' : JSON.stringify(value);
    this.tellOnce(name, given, problem);
    const preset: unknown = from.inspect(name)?.defaultValue;
    if (fits(preset)) return preset;
    throw new Error(`package.json gives ${SECTION}.${name} a default that does not fit.`);
  }

  private tellOnce(name: string, given: string, problem: string): void {
    const setting = `The setting ${SECTION}.${name} is ${given}, ${problem}`;
    if (this.told.has(setting)) return;
    this.told.add(setting);
    this.reportInvalid(setting);
  }
}

function configuration(scope?: vscode.ConfigurationScope): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SECTION, scope);
}

function isBackend(value: unknown): value is BackendSetting {
  return value === 'automatic' || value === 'remote' || value === 'embedded';
}

function isDialect(value: unknown): value is DialectSetting {
  return DIALECTS.some((dialect) => dialect === value);
}

function isEagerness(value: unknown): value is Eagerness {
  return EAGERNESS.some((eagerness) => eagerness === value);
}

function isDelay(value: unknown): value is 'automatic' | number {
  return value === 'automatic' || within([0, LONGEST_DELAY])(value);
}

function isAlternatives(value: unknown): value is number {
  return isCount(value) && value <= MOST_ALTERNATIVES;
}

function isHttpAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:$/.test(URL.parse(value)?.protocol ?? '');
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isFilledText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function within([lowest, highest]: readonly [number, number]) {
  return (value: unknown): value is number =>
    typeof value === 'number' && value >= lowest && value <= highest;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1;
}

function isStopList(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length <= LIMITS.stop &&
    value.every((stop) => typeof stop === 'string' && stop !== '')
  );
}

function isHeaderList(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((header) => typeof header === 'string')
  );
}

const formatSettings = new Set<unknown>(['automatic', ...FORMAT_NAMES]);

function isFormat(value: unknown): value is PromptSettings['format'] {
  return formatSettings.has(value);
}

function isTemplateText(value: unknown): value is string {
  return typeof value === 'string' && isTemplate(value);
}

function isPromptSize(value: unknown): value is number {
  return isCount(value) && value >= FEWEST_TOKENS && value <= MOST_PROMPT_TOKENS;
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
