import * as vscode from 'vscode';
import type { Settings } from './settings';
import type { Snooze } from './snooze';

/** Why ghost text does not come by itself. */
export type Silence = 'language' | 'file' | 'snoozed' | 'editor' | 'manual';

/** By itself, only when asked for, or not at all. */
export type When = 'always' | 'asked' | 'never';

/** Where ghost text may come. */
export interface Permission {
  readonly when: When;
  /** Undefined where it comes by itself. */
  readonly why: Silence | undefined;
}

/** All that switches ghost text off: languages, files, snoozes, and the editor's own setting. */
export class GhostTextSwitches {
  constructor(
    private readonly settings: Settings,
    private readonly snooze: Pick<Snooze, 'left'>,
  ) {}

  /** Whether ghost text may come in `document` now. */
  permission(document: vscode.TextDocument): Permission {
    if (!this.isLanguageOn(document)) return { when: 'never', why: 'language' };
    if (this.isFileOff(document)) return { when: 'never', why: 'file' };
    if (this.snooze.left > 0) return { when: 'asked', why: 'snoozed' };
    if (!this.settings.isGhostTextOnInEditor(document)) return { when: 'asked', why: 'editor' };
    if (this.settings.trigger(document) === 'manual') return { when: 'asked', why: 'manual' };
    return { when: 'always', why: undefined };
  }

  /** Whether the language of `document` has ghost text. */
  isLanguageOn({ uri, languageId }: vscode.TextDocument): boolean {
    const languages = this.settings.languages({ uri, languageId });
    return languages[languageId] ?? languages['*'] ?? true;
  }

  private isFileOff(document: vscode.TextDocument): boolean {
    const patterns = this.settings.disabledFiles(document.uri);
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    return patterns.some(
      (glob) => vscode.languages.match({ pattern: patternOf(glob, folder) }, document) > 0,
    );
  }
}

/** A glob with a slash is read from the workspace folder; one without means files in any folder. */
function patternOf(glob: string, folder: vscode.WorkspaceFolder | undefined): vscode.GlobPattern {
  if (folder && glob.includes('/')) return new vscode.RelativePattern(folder, glob);
  return glob.startsWith('**/') ? glob : `**/${glob}`;
}
