import * as vscode from 'vscode';

/** The API keys, one for each server, in the editor's secret storage and nowhere else. */
export class ApiKey implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** What has been read: the storage lies in another process, too far for every keystroke. */
  private readonly known = new Map<string, Thenable<string | undefined>>();

  /** Fires after a key has been set or cleared, in this window or another. */
  readonly onDidChange = this.change.event;

  constructor(private readonly secrets: vscode.SecretStorage) {
    this.subscription = secrets.onDidChange(() => {
      this.known.clear();
      this.change.fire();
    });
  }

  /** The key for the server at `endpoint`; undefined when none is set. */
  async get(endpoint: string): Promise<string | undefined> {
    const name = secretName(endpoint);
    const key = this.known.get(name) ?? this.secrets.get(name);
    this.known.set(name, key);
    return key;
  }

  /** Asks the person for the key of `endpoint` and keeps it. */
  async ask(endpoint: string): Promise<void> {
    const { host } = new URL(endpoint);
    const key = await vscode.window.showInputBox({
      title: vscode.l10n.t('API key for {0}', host),
      prompt: vscode.l10n.t('It is kept in the secret storage and sent to {0} only.', host),
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) =>
        /^[\x21-\x7E]*$/.test(value.trim())
          ? undefined
          : vscode.l10n.t('A key has no spaces and no letters beyond ASCII.'),
    });
    const trimmed = key?.trim() ?? '';
    if (trimmed !== '') await this.secrets.store(secretName(endpoint), trimmed);
  }

  /** Forgets the key of `endpoint`. */
  async clear(endpoint: string): Promise<void> {
    await this.secrets.delete(secretName(endpoint));
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Inkling has no API key for {0} any more.', new URL(endpoint).host),
    );
  }

  dispose(): void {
    this.subscription.dispose();
    this.change.dispose();
  }
}

/** By origin: a changed endpoint never gets the key of another server. */
function secretName(endpoint: string): string {
  return `apiKey:${new URL(endpoint).origin}`;
}
