import * as vscode from 'vscode';
import { EAGERNESS } from '../inline/eagerness';
import type { GhostTextSwitches } from './ghostTextSwitches';
import { pickFrom } from './pickFrom';
import { placeOf, writeWhereSet } from './settingPlace';
import type { Settings } from './settings';
import type { Snooze } from './snooze';

/** Snoozes to choose from, in minutes. */
const SNOOZES = [5, 60];

/** How much ghost text is asked for: what the place calls for, or always several lines. */
export type Wish = 'explicit' | 'block';

/** What the person can do about ghost text, other than accept it. */
export class GhostTextCommands {
  /** @param ask asks for ghost text at the cursor */
  constructor(
    private readonly settings: Settings,
    private readonly switches: GhostTextSwitches,
    private readonly snooze: Snooze,
    private readonly ask: (wish: Wish) => Promise<void>,
  ) {}

  async trigger(wish: Wish): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (!document) return;
    const { when, why } = this.switches.permission(document);
    if (when !== 'never') {
      await this.ask(wish);
    } else if (why === 'file') {
      const message = vscode.l10n.t(
        'Inkling: the setting inkling.disabledFiles turns ghost text off here.',
      );
      void vscode.window.showInformationMessage(message);
    } else {
      const message = vscode.l10n.t('Inkling: ghost text is off for {0}.', document.languageId);
      const turnOn = vscode.l10n.t('Turn On');
      const chosen = await vscode.window.showInformationMessage(message, turnOn);
      if (chosen === turnOn) await this.toggleLanguage();
    }
  }

  /** @param minutes asked for where they are not given */
  async beginSnooze(minutes: unknown): Promise<void> {
    const chosen = typeof minutes === 'number' && minutes > 0 ? minutes : await askMinutes();
    if (chosen !== undefined) this.snooze.begin(chosen);
  }

  endSnooze(): void {
    this.snooze.end();
  }

  /** Turns ghost text on or off for the language of the active document. */
  async toggleLanguage(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (!document) return;
    const { uri, languageId } = document;
    const { target, value } = placeOf('languages', uri);
    const own = typeof value === 'object' ? value : {};
    const languages = { ...own, [languageId]: !this.switches.isLanguageOn(document) };
    await vscode.workspace.getConfiguration('inkling', uri).update('languages', languages, target);
  }

  async chooseEagerness(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const current = this.settings.ghostText(document).eagerness;
    const details = {
      quiet: vscode.l10n.t('Only what the model is quite sure of.'),
      balanced: vscode.l10n.t('What is more likely right than not, about.'),
      eager: vscode.l10n.t('Nearly everything the model has to say.'),
    };
    const items = EAGERNESS.map((eagerness) => ({
      label: eagerness === current ? `$(check) ${eagerness}` : eagerness,
      detail: details[eagerness],
      eagerness,
    }));
    const title = vscode.l10n.t('How sure the model must be of ghost text');
    const chosen = await pickFrom(title, items, items[EAGERNESS.indexOf(current)]);
    if (chosen) await writeWhereSet('eagerness', chosen.eagerness, document);
  }
}

async function askMinutes(): Promise<number | undefined> {
  const items = SNOOZES.map((minutes) => ({ label: snoozeLabel(minutes), minutes }));
  const title = vscode.l10n.t('No ghost text by itself for…');
  return (await vscode.window.showQuickPick(items, { title }))?.minutes;
}

/** “5 minutes”, “1 hour”. */
export function snoozeLabel(minutes: number): string {
  return minutes === 60 ? vscode.l10n.t('1 hour') : vscode.l10n.t('{0} minutes', minutes);
}
