import * as vscode from 'vscode';
import type { ModelInfo } from '../completions/completionBackend';
import { type CompletionError, isCompletionError } from '../completions/completionError';
import { abortSignal } from './abortSignal';
import type { ApiKey } from './apiKey';
import type { Connect } from './backendSelection';
import { writeWhereSet } from './settingPlace';
import type { Settings } from './settings';

/** What the server made of the key, or of there being none. */
type Found =
  | { readonly kind: 'models'; readonly models: readonly ModelInfo[] }
  | { readonly kind: 'failure'; readonly error: CompletionError }
  | { readonly kind: 'stopped' };

/** The command that asks the server what it thinks of the API key, and says it. */
export class KeyTest {
  /** @param tellFailure says what went wrong and offers what can be done about it */
  constructor(
    private readonly settings: Settings,
    private readonly apiKey: ApiKey,
    private readonly connect: Connect,
    private readonly tellFailure: (error: CompletionError) => Promise<void>,
  ) {}

  async run(): Promise<void> {
    const { server } = this.settings;
    const { host } = new URL(server.endpoint);
    const source = await this.apiKey.source(server.endpoint);
    const title = vscode.l10n.t('Inkling: asking {0}…', host);
    const { Notification } = vscode.ProgressLocation;
    const found = await vscode.window.withProgress(
      { location: Notification, title, cancellable: true },
      (_, token) => this.ask(token),
    );
    if (found.kind === 'stopped') return;
    if (found.kind === 'failure') {
      await this.tellFailure(found.error);
      return;
    }
    const ids = found.models.map(({ id }) => id);
    const { model } = this.settings.sampling(undefined);
    const counted = vscode.l10n.t('Its models: {0}.', ids.length);
    const answers = {
      stored: vscode.l10n.t('{0} takes the API key.', host),
      environment: vscode.l10n.t('{0} takes the API key of the environment.', host),
      none: vscode.l10n.t('{0} tells its models to those who have no API key, too.', host),
    }[source ?? 'none'];
    if (this.settings.backend === 'embedded') {
      await this.offerServer(`${answers} ${counted}`);
      return;
    }
    if (ids.length === 0 || ids.includes(model)) {
      void vscode.window.showInformationMessage(`${answers} ${counted}`);
      return;
    }
    const missing = vscode.l10n.t('{0}, which is set, is not among them.', model);
    const choose = vscode.l10n.t('Choose Model');
    const chosen = await vscode.window.showWarningMessage(
      `${answers} ${counted} ${missing}`,
      choose,
    );
    if (chosen === choose) await vscode.commands.executeCommand('inkling.chooseModel');
  }

  /** Who has told a server's key wants its answers, more likely than not. */
  private async offerServer(found: string): Promise<void> {
    const still = vscode.l10n.t('inkling.backend has the embedded engine answer all the same.');
    const change = vscode.l10n.t('Use the Server');
    const chosen = await vscode.window.showInformationMessage(`${found} ${still}`, change);
    if (chosen === change) await writeWhereSet('backend', 'automatic', undefined);
  }

  /** By a connection of its own, which knows nothing from before. */
  private async ask(token: vscode.CancellationToken): Promise<Found> {
    const { server } = this.settings;
    const { signal, dispose } = abortSignal(token);
    const connection = await this.connect(server, () => this.apiKey.get(server.endpoint));
    try {
      return { kind: 'models', models: await connection.models(signal) };
    } catch (error) {
      if (signal.aborted) return { kind: 'stopped' };
      if (isCompletionError(error)) return { kind: 'failure', error };
      throw error;
    } finally {
      connection.dispose();
      dispose();
    }
  }
}
