import * as l10n from '@vscode/l10n';

/**
 * Where one step of the scale ends and the next begins, as probabilities, the surest first. The
 * steps are even in surprise from the second on (1 bit, 2 bits, 4 bits), and their colours are even
 * in lightness (see the style sheet), so that they are told apart without seeing hues.
 */
export const SCALE = [
  { least: 0.9, label: () => '≥ 90 %' },
  { least: 0.7, label: () => '70 %' },
  { least: 0.5, label: () => '50 %' },
  { least: 0.25, label: () => '25 %' },
  { least: 1 / 16, label: () => '6 %' },
  { least: 0, label: () => l10n.t('less') },
] as const;

/** The step of the scale, 0 for the surest, for a natural log probability. */
export function step(logProbability: number | null): number {
  if (logProbability === null) return 0;
  const probability = Math.exp(logProbability);
  return SCALE.findIndex(({ least }) => probability >= least);
}

/** Whether another text was likelier than this token, or as likely. */
export function isUnsure(logProbability: number | null): boolean {
  return logProbability !== null && logProbability <= -Math.LN2;
}

/** A probability in words, such as "87 %" or "0.04 %". */
export function percent(logProbability: number): string {
  return share(Math.exp(logProbability));
}

/** A share of one in per cent. */
export function share(value: number): string {
  const hundred = value * 100;
  if (hundred > 0 && hundred < 0.01) return '< 0.01 %';
  return `${hundred >= 10 || hundred === 0 ? hundred.toFixed(0) : hundred.toPrecision(1)} %`;
}

/** Surprise in bits: 0 for what was certain. */
export function bits(logProbability: number): number {
  return Math.max(0, -logProbability / Math.LN2);
}

/** A token's text with its white space made visible. */
export function visible(text: string): string {
  if (text === '') return l10n.t('(empty)');
  return text.replace(/\r?\n/g, '↵').replace(/\t/g, '→').replace(/ /g, '·');
}

/** A token's text in words, for a screen reader. */
export function spoken(text: string): string {
  const words = text
    .replace(/\r?\n/g, () => ` ${l10n.t('new line')} `)
    .replace(/\t/g, () => ` ${l10n.t('tab')} `)
    .replace(/ {2,}/g, (spaces) => ` ${l10n.t('{0} spaces', spaces.length)} `);
  return words.trim() === '' ? (text === '' ? l10n.t('nothing') : l10n.t('space')) : words.trim();
}
