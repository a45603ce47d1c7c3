import * as vscode from 'vscode';

/** The one server that the environment's `CEREBRAS_API_KEY` is for. */
const CEREBRAS = 'https://api.cerebras.ai';
const VARIABLE = 'CEREBRAS_API_KEY';

/** Where a key is known from. */
export type KeySource = 'stored' | 'environment';

/** The API keys, one for each server, in the editor's secret storage and nowhere else. */
export class ApiKey implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** What has been read: the storage lies in another process, too far for every keystroke. */
  private readonly known = new Map<string, Thenable<string | undefined>>();

  /** Fires after a key has been set or cleared, in this window or another. */
  readonly onDidChange = this.change.event;

  /** @param environment that of the process; its `CEREBRAS_API_KEY` serves where no key is stored */
  constructor(
    private readonly secrets: vscode.SecretStorage,
    private readonly environment: Readonly<Record<string, string | undefined>>,
  ) {
    this.subscription = secrets.onDidChange(() => {
      this.known.clear();
      this.change.fire();
    });
  }

  /** The key for the server at `endpoint`; undefined when there is none. */
  async get(endpoint: string): Promise<string | undefined> {
    return (await this.stored(endpoint)) ?? this.fromEnvironment(endpoint);
  }

  /** Where the key for the server at `endpoint` comes from; undefined when there is none. */
  async source(endpoint: string): Promise<KeySource | undefined> {
    if ((await this.stored(endpoint)) !== undefined) return 'stored';
    return this.fromEnvironment(endpoint) === undefined ? undefined : 'environment';
  }

  /** Keeps `key` for the server at `endpoint`. */
  async set(endpoint: string, key: string): Promise<void> {
    await this.secrets.store(secretName(endpoint), key);
  }

  /** Asks the person for the key of `endpoint` and keeps it; whether there was an answer. */
  async ask(endpoint: string): Promise<boolean> {
    const { host } = new URL(endpoint);
    const key = await vscode.window.showInputBox({
      title: vscode.l10n.t('API key for {0}', host),
      prompt: vscode.l10n.t('It is kept in the secret storage and sent to {0} only.', host),
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) =>
        isKey(value.trim()) || value.trim() === ''
          ? undefined
          : vscode.l10n.t('A key has no spaces and no letters beyond ASCII.'),
    });
    const trimmed = key?.trim() ?? '';
    if (trimmed === '') return false;
    await this.set(endpoint, trimmed);
    return true;
  }

  /** Forgets the key of `endpoint`. */
  async clear(endpoint: string): Promise<void> {
    await this.secrets.delete(secretName(endpoint));
    const { host } = new URL(endpoint);
    const left = this.fromEnvironment(endpoint) !== undefined;
    void vscode.window.showInformationMessage(
      left
        ? vscode.l10n.t(
            'Inkling has no API key for {0} in the secret storage any more. That of the environment’s {1} is still used.',
            ...[host, VARIABLE],
          )
        : vscode.l10n.t('Inkling has no API key for {0} any more.', host),
    );
  }

  dispose(): void {
    this.subscription.dispose();
    this.change.dispose();
  }

  private async stored(endpoint: string): Promise<string | undefined> {
    const name = secretName(endpoint);
    const key = this.known.get(name) ?? this.secrets.get(name);
    this.known.set(name, key);
    return key;
  }

  private fromEnvironment(endpoint: string): string | undefined {
    if (new URL(endpoint).origin !== CEREBRAS) return undefined;
    const key = this.environment[VARIABLE]?.trim() ?? '';
    return isKey(key) ? key : undefined;
  }
}

/** Whether `text` can travel as a key. */
export function isKey(text: string): boolean {
  return /^[\x21-\x7E]+$/.test(text);
}

/** By origin: a changed endpoint never gets the key of another server. */
function secretName(endpoint: string): string {
  return `apiKey:${new URL(endpoint).origin}`;
}
