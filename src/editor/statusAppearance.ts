import * as vscode from 'vscode';
import type { CompletionError, CompletionErrorKind } from '../completions/completionError';
import type { BackendKind } from './backendSelection';
import type { Silence } from './ghostTextSwitches';
import { localized } from './localized';

/** All that the status bar tells of. */
export interface Status {
  readonly kind: BackendKind;
  /** The server's host. */
  readonly name: string;
  readonly thinking: boolean;
  readonly failure: CompletionError | undefined;
  /** Milliseconds until the server is asked by itself again; Infinity until something is changed. */
  readonly pause: number;
  readonly silence: Silence | undefined;
  /** The language of the document that the person is in. */
  readonly language: string;
  /** Milliseconds that a snooze goes on. */
  readonly snooze: number;
  readonly saving: boolean;
  /** What the embedded engine has learned from, or is learning from. */
  readonly learning: string | undefined;
  /** How much of the workspace it has read, from 0 to 1; undefined when it does not read. */
  readonly progress: number | undefined;
}

/** How the status bar shows it. */
export interface Appearance {
  readonly icon: string;
  readonly text: string;
  /** Beside the text, for the tooltip and for screen readers. */
  readonly lines: readonly string[];
  /** Whether the person has to do something. */
  readonly warns: boolean;
}

/** What matters most of `status`, in a few words and in whole sentences. */
export function appearanceOf(status: Status): Appearance {
  const { kind, name, learning, saving } = status;
  const embedded = kind === 'embedded';
  const source = embedded
    ? vscode.l10n.t('The embedded engine answers, offline.')
    : vscode.l10n.t('{0} answers.', name);
  const lines = [
    source,
    ...(embedded && learning ? [learning] : []),
    ...(saving ? [vscode.l10n.t('It saves the battery.')] : []),
  ];
  const shown = quietness(status) ?? trouble(status) ?? activity(status);
  return { ...shown, lines: [...shown.lines, ...lines] };
}

/** Ghost text that does not come because somebody wants it so. */
function quietness({ silence, snooze, language }: Status): Appearance | undefined {
  const quiet = (icon: string, text: string, line: string) => ({
    ...{ icon, text: `Inkling: ${text}`, lines: [line], warns: false },
  });
  switch (silence) {
    case 'snoozed':
      return quiet(
        'bell-slash',
        vscode.l10n.t('snoozed, {0} min', Math.ceil(snooze / 60_000)),
        vscode.l10n.t('Ghost text comes only when you ask for it, until the snooze is over.'),
      );
    case 'language':
      return quiet(
        'circle-slash',
        vscode.l10n.t('off for {0}', language),
        vscode.l10n.t('The setting inkling.languages turns ghost text off for {0}.', language),
      );
    case 'file':
      return quiet(
        'circle-slash',
        vscode.l10n.t('off for this file'),
        vscode.l10n.t('The setting inkling.disabledFiles turns ghost text off here.'),
      );
    case 'editor':
      return quiet(
        'circle-slash',
        vscode.l10n.t('off in the editor'),
        vscode.l10n.t(
          'The setting editor.inlineSuggest.enabled is off: ghost text comes only when you ask for it.',
        ),
      );
    default:
      return undefined;
  }
}

/** Something that keeps the server from answering. */
function trouble({ failure, pause }: Status): Appearance | undefined {
  const isPaused = pause > 0 && pause < Infinity;
  const seconds = Math.ceil(pause / 1000);
  const again = isPaused ? [vscode.l10n.t('It is asked again in {0} s.', seconds)] : [];
  const { message, remedy } = failure?.wording ?? {};
  const told = message && remedy ? [localized(message), localized(remedy)] : [];
  if (failure?.kind === 'network') {
    const text = isPaused ? vscode.l10n.t('offline, {0} s', seconds) : vscode.l10n.t('offline');
    const lines = [...told, ...again];
    return { icon: 'debug-disconnect', text: `Inkling: ${text}`, lines, warns: false };
  }
  if (isPaused) {
    const text = vscode.l10n.t('paused, {0} s', seconds);
    const why = failure ? told : [vscode.l10n.t('The server’s limit of requests is used up.')];
    return { icon: 'clock', text: `Inkling: ${text}`, lines: [...why, ...again], warns: false };
  }
  if (!failure) return undefined;
  const text = `Inkling: ${shortly(failure.kind)}`;
  return { icon: 'warning', text, lines: told, warns: pause === Infinity };
}

function activity({ kind, name, thinking, progress, silence }: Status): Appearance {
  const own = kind === 'embedded' ? 'Inkling' : `Inkling: ${name}`;
  if (thinking) {
    const lines = [vscode.l10n.t('It is thinking.')];
    return { icon: 'loading~spin', text: own, lines, warns: false };
  }
  if (progress !== undefined) {
    const text = `Inkling: ${vscode.l10n.t('reading, {0} %', Math.floor(progress * 100))}`;
    return { icon: 'book', text, lines: [], warns: false };
  }
  if (silence === 'manual') {
    const lines = [vscode.l10n.t('Ghost text comes only when you ask for it.')];
    return {
      icon: 'sparkle',
      text: `${own} (${vscode.l10n.t('when asked')})`,
      lines,
      warns: false,
    };
  }
  return { icon: 'sparkle', text: own, lines: [], warns: false };
}

function shortly(kind: CompletionErrorKind): string {
  switch (kind) {
    case 'authentication':
      return vscode.l10n.t('key refused');
    case 'permission':
      return vscode.l10n.t('no access');
    case 'billing':
      return vscode.l10n.t('payment needed');
    case 'notFound':
      return vscode.l10n.t('model not found');
    case 'rateLimit':
      return vscode.l10n.t('rate limit');
    case 'network':
      return vscode.l10n.t('offline');
    case 'timeout':
      return vscode.l10n.t('no answer');
    case 'invalidRequest':
      return vscode.l10n.t('request refused');
    case 'contextLength':
      return vscode.l10n.t('text too long');
    case 'truncated':
    case 'protocol':
    case 'server':
      return vscode.l10n.t('server error');
  }
}
