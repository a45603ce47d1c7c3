import * as vscode from 'vscode';
import { type ApiKey, isKey } from './apiKey';
import type { Log } from './log';
import type { Settings } from './settings';

/** What people take for the setting of the key, which is none. */
const NAMES = ['apiKey', 'api_key', 'apikey', 'key', 'token'];

/** A key that stands in a file of settings. */
interface Found {
  readonly name: string;
  readonly target: vscode.ConfigurationTarget;
  readonly value: unknown;
}

/**
 * Moves an API key that somebody has written into the settings to the secret storage: files of
 * settings are synchronised, shared and committed.
 */
export class KeyInSettings implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  /** One after the other: wiping is a change of the configuration, too. */
  private moving: Promise<void> = Promise.resolve();

  constructor(
    private readonly settings: Settings,
    private readonly apiKey: ApiKey,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (NAMES.some((name) => event.affectsConfiguration(`inkling.${name}`))) this.look();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.look();
      }),
    ];
    this.look();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private look(): void {
    this.moving = this.moving
      .then(() => this.move())
      .catch((error: unknown) => {
        this.log.error('A key in the settings could not be moved', error);
      });
  }

  private async move(): Promise<void> {
    const { endpoint } = this.settings;
    const { host } = new URL(endpoint);
    for (const { name, target, value } of keysInSettings()) {
      const key = typeof value === 'string' ? value.trim() : '';
      // A workspace brings no key in the place of the person's own: what he writes would be seen by
      // whoever the key belongs to.
      const isOwn = target === vscode.ConfigurationTarget.Global;
      if (!isOwn && (await this.apiKey.source(endpoint)) === 'stored') {
        tell(
          vscode.l10n.t(
            'inkling.{0} is no setting and not used: {1} has a key already.',
            name,
            host,
          ),
        );
        continue;
      }
      if (isKey(key)) await this.apiKey.set(endpoint, key);
      try {
        await vscode.workspace.getConfiguration('inkling').update(name, undefined, target);
      } catch (error) {
        this.log.error(`inkling.${name} could not be removed from the settings`, error);
        tell(vscode.l10n.t('please remove inkling.{0} from the settings.', name));
      }
      if (!isKey(key)) continue;
      tell(
        vscode.l10n.t(
          'the API key for {0} was moved from the settings to the secret storage. If the file was shared, the key is no secret any more.',
          host,
        ),
      );
    }
  }
}

function tell(message: string): void {
  void vscode.window.showWarningMessage(`Inkling: ${message}`);
}

/** The person's own first. What a workspace that is not trusted says does not count. */
function keysInSettings(): Found[] {
  const configuration = vscode.workspace.getConfiguration('inkling');
  const { Global, Workspace } = vscode.ConfigurationTarget;
  return NAMES.flatMap((name) => {
    const { globalValue, workspaceValue } = configuration.inspect(name) ?? {};
    return [
      { name, target: Global, value: globalValue },
      ...(vscode.workspace.isTrusted ? [{ name, target: Workspace, value: workspaceValue }] : []),
    ];
  })
    .filter(({ value }) => value !== undefined)
    .sort((a, b) => a.target - b.target);
}
