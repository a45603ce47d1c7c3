import * as vscode from 'vscode';
import type { BackendKind } from './backendSelection';
import { snoozeLabel } from './ghostTextCommands';
import type { GhostTextSwitches } from './ghostTextSwitches';
import type { Settings } from './settings';
import type { Snooze } from './snooze';

interface MenuItem extends vscode.QuickPickItem {
  readonly command?: string;
  readonly parameter?: unknown;
}

/** What a click on the status bar offers. */
export class StatusMenu {
  /** @param state how Inkling is doing, in a sentence */
  constructor(
    private readonly settings: Settings,
    private readonly switches: GhostTextSwitches,
    private readonly snooze: Snooze,
    private readonly state: () => string,
  ) {}

  async show(kind: BackendKind): Promise<void> {
    const chosen = await vscode.window.showQuickPick(this.items(kind), {
      title: 'Inkling',
      placeHolder: this.state(),
    });
    if (chosen?.command === undefined) return;
    await vscode.commands.executeCommand(chosen.command, chosen.parameter);
  }

  private items(kind: BackendKind): MenuItem[] {
    const document = vscode.window.activeTextEditor?.document;
    // The embedded engine has only one.
    const model = kind === 'remote' ? this.settings.sampling(document).model : undefined;
    const { eagerness } = this.settings.ghostText(document);
    return [
      item('server-process', vscode.l10n.t('Choose Model…'), 'inkling.chooseModel', model),
      item('dashboard', vscode.l10n.t('Eagerness…'), 'inkling.chooseEagerness', eagerness),
      separator(),
      ...this.snoozes(),
      ...(document ? [this.languageSwitch(document)] : []),
      separator(),
      item('graph', vscode.l10n.t('Show Inspector'), 'inkling.showInspector'),
      item('output', vscode.l10n.t('Show Log'), 'inkling.showLog'),
      item('key', vscode.l10n.t('Set API Key…'), 'inkling.setApiKey'),
      item('gear', vscode.l10n.t('Settings'), 'inkling.openSettings'),
    ];
  }

  private snoozes(): MenuItem[] {
    const minutesLeft = Math.ceil(this.snooze.left / 60_000);
    const ends = item(
      ...(['bell', vscode.l10n.t('End Snooze'), 'inkling.endSnooze'] as const),
      vscode.l10n.t('{0} min left', minutesLeft),
    );
    const begins = [5, 60].map((minutes) => ({
      ...item(
        'bell-slash',
        vscode.l10n.t('Snooze for {0}', snoozeLabel(minutes)),
        'inkling.snooze',
      ),
      parameter: minutes,
    }));
    return [...(minutesLeft > 0 ? [ends] : []), ...begins];
  }

  private languageSwitch(document: vscode.TextDocument): MenuItem {
    const { languageId } = document;
    return this.switches.isLanguageOn(document)
      ? item(
          ...(['circle-slash', vscode.l10n.t('Turn Off for {0}', languageId)] as const),
          'inkling.toggleLanguage',
        )
      : item('check', vscode.l10n.t('Turn On for {0}', languageId), 'inkling.toggleLanguage');
  }
}

function item(icon: string, text: string, command: string, description?: string): MenuItem {
  return {
    // Not part of the label: a screen reader would read its name.
    iconPath: new vscode.ThemeIcon(icon),
    label: text,
    command,
    ...(description !== undefined && { description }),
  };
}

function separator(): MenuItem {
  return { label: '', kind: vscode.QuickPickItemKind.Separator };
}
