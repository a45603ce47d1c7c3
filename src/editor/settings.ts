import * as vscode from 'vscode';
import { LIMITS } from '../completions/completionRequest';
import { EAGERNESS, type Eagerness } from '../inline/eagerness';

const SECTION = 'inkling';
/** Milliseconds. */
const LONGEST_DELAY = 5_000;
const MOST_ALTERNATIVES = 3;

/** Which backend answers: `automatic` is the server when there is a key for it. */
export type BackendSetting = 'automatic' | 'remote' | 'embedded';

/** What a request asks of the model. */
export interface SamplingSettings {
  readonly model: string;
  readonly temperature: number;
  readonly top_p: number;
  readonly stop: string[];
  readonly max_tokens: number;
}

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

  /** Fires after any of the settings has changed. */
  readonly onDidChange = this.change.event;

  constructor(private readonly reportInvalid: (message: string) => void) {
    this.subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) this.change.fire();
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

  /** The parameters of ghost text in a document, or of Complete Selection there. */
  sampling(scope: vscode.ConfigurationScope, purpose: 'ghostText' | 'selection'): SamplingSettings {
    const from = configuration(scope);
    const maxTokens = purpose === 'ghostText' ? 'maxTokens' : 'completeSelection.maxTokens';
    return {
      model: this.read(from, 'model', isFilledText, 'the name of a model'),
      temperature: this.read(from, 'temperature', within(LIMITS.temperature), '0 to 2'),
      top_p: this.read(from, 'topP', within(LIMITS.top_p), '0 to 1'),
      stop: this.read(from, 'stop', isStopList, 'at most 4 texts, none of them empty'),
      max_tokens: this.read(from, maxTokens, isCount, 'a whole number from 1'),
    };
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

  private read<T>(
    from: vscode.WorkspaceConfiguration,
    name: string,
    fits: (value: unknown) => value is T,
    expected: string,
  ): T {
    const value = from.get<unknown>(name);
    if (fits(value)) return value;
    const key = `${name}=${JSON.stringify(value)}`;
    if (!this.told.has(key)) {
      this.told.add(key);
      this.reportInvalid(
        `The setting ${SECTION}.${name} is ${JSON.stringify(value)}, but must be ${expected}. ` +
          `Its default is used until you change it.`,
      );
    }
    const preset: unknown = from.inspect(name)?.defaultValue;
    if (fits(preset)) return preset;
    throw new Error(`package.json gives ${SECTION}.${name} a default that does not fit.`);
  }
}

function configuration(scope?: vscode.ConfigurationScope): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SECTION, scope);
}

function isBackend(value: unknown): value is BackendSetting {
  return value === 'automatic' || value === 'remote' || value === 'embedded';
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
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
