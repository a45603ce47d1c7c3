import * as vscode from 'vscode';
import { IgnoreRules } from '../prompt/ignoreRules';
import type { Settings } from './settings';
import { fileOf } from './sendableFiles';
import type { Snooze } from './snooze';

/** Why ghost text does not come by itself. */
export type Silence = 'language' | 'file' | 'snoozed' | 'editor' | 'manual';

/** Where ghost text may come: by itself, only when asked for, or not at all. */
export interface Permission {
  readonly when: 'always' | 'asked' | 'never';
  /** Undefined where it comes by itself. */
  readonly why: Silence | undefined;
}

/** All that switches ghost text off: languages, files, snoozes, and the editor's own setting. */
export class GhostTextSwitches {
  /** The rules of the patterns that were used last: every keystroke asks. */
  private rules: { readonly patterns: string; readonly rules: IgnoreRules } | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly snooze: Pick<Snooze, 'left'>,
  ) {}

  /** Whether ghost text may come in `document` now. */
  permission(document: vscode.TextDocument): Permission {
    if (!this.isLanguageOn(document)) return { when: 'never', why: 'language' };
    if (this.isFileOff(document.uri)) return { when: 'never', why: 'file' };
    if (this.snooze.left > 0) return { when: 'asked', why: 'snoozed' };
    if (!isOnInEditor(document)) return { when: 'asked', why: 'editor' };
    if (this.settings.trigger(document) === 'manual') return { when: 'asked', why: 'manual' };
    return { when: 'always', why: undefined };
  }

  /** Whether the language of `document` has ghost text. */
  isLanguageOn({ uri, languageId }: vscode.TextDocument): boolean {
    const languages = this.settings.languages({ uri, languageId });
    return languages[languageId] ?? languages['*'] ?? true;
  }

  private isFileOff(uri: vscode.Uri): boolean {
    const file = fileOf(uri);
    const patterns = this.settings.disabledFiles(file);
    if (patterns.length === 0) return false;
    const text = patterns.join('\n');
    if (this.rules?.patterns !== text) {
      this.rules = { patterns: text, rules: new IgnoreRules([{ folder: '', text }]) };
    }
    const path = vscode.workspace.asRelativePath(file, false).replaceAll('\\', '/');
    return this.rules.rules.isIgnored(path.replace(/^(?:[A-Za-z]:)?\/+/, ''));
  }
}

/** The editor does not ask by itself where this is off, but goes on asking after an explicit wish. */
function isOnInEditor(document: vscode.TextDocument): boolean {
  const editor = vscode.workspace.getConfiguration('editor', document);
  return editor.get<unknown>('inlineSuggest.enabled') !== false;
}
