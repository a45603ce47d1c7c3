import * as l10n from '@vscode/l10n';

/** A time such as "123 ms" or "2.4 s", given in milliseconds. */
export function duration(time: number): string {
  if (time >= 60_000)
    return `${Math.floor(time / 60_000)} min ${Math.round((time % 60_000) / 1000)} s`;
  if (time >= 1_000) return `${(time / 1000).toFixed(1)} s`;
  return `${time < 10 ? time.toFixed(1) : time.toFixed(0)} ms`;
}

/** A time to wait such as "2 h 05 min" or "12 s", given in milliseconds. */
export function countdown(time: number): string {
  const seconds = Math.max(0, Math.ceil(time / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds >= 3_600) {
    return `${Math.floor(seconds / 3_600)} h ${two(Math.floor((seconds % 3_600) / 60))} min`;
  }
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return `${seconds} s`;
}

/** A count with its thousands set apart by a thin space. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u2009');
}

/** US dollars, with as many digits as tell something. */
export function money(dollars: number): string {
  if (dollars === 0) return '$0';
  return dollars >= 0.01 ? `$${dollars.toFixed(2)}` : `$${dollars.toPrecision(2)}`;
}

export function countedTokens(value: number): string {
  return value === 1 ? l10n.t('1 token') : l10n.t('{0} tokens', count(value));
}

export function countedCompletions(value: number): string {
  return value === 1 ? l10n.t('1 completion') : l10n.t('{0} completions', count(value));
}
