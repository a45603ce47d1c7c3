/** Where one colour of the scale ends and the next begins, as probabilities. */
export const SCALE = [
  { least: 0.8, label: '80 % and more' },
  { least: 0.5, label: '50 % and more' },
  { least: 0.2, label: '20 % and more' },
  { least: 0, label: 'less' },
] as const;

/** The step of the scale, 0 for the surest, for a natural log probability. */
export function step(logProbability: number | null): number {
  if (logProbability === null) return 0;
  const probability = Math.exp(logProbability);
  return SCALE.findIndex(({ least }) => probability >= least);
}

/** A probability in words, such as "87 %" or "0.04 %". */
export function percent(logProbability: number): string {
  const value = Math.exp(logProbability) * 100;
  return `${value >= 10 ? value.toFixed(0) : value.toPrecision(1)} %`;
}

/** A token's text with its white space made visible. */
export function visible(text: string): string {
  return text.replace(/\r?\n/g, '↵').replace(/\t/g, '→').replace(/ /g, '·');
}
