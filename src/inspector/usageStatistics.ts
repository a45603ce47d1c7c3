import type { ModelPrice } from '../completions/completionBackend';
import type { CompletionRecord } from './completionRecord';
import { costOf, timingOf } from './describedCompletion';
import type { InspectedUsage, Tally, Timing } from './protocol';

/** How many of the latest completions the charts over time show. */
const RECENT = 300;

export type PriceOf = (model: string) => ModelPrice | undefined;

/**
 * What the kept completions have used and come to, in all, by day and by model.
 *
 * @param dayOf the day that a moment falls on where the person is, as YYYY-MM-DD
 */
export function usageStatistics(
  records: readonly CompletionRecord[],
  ghostText: InspectedUsage['ghostText'],
  priceOf: PriceOf,
  dayOf: (time: number) => string,
): InspectedUsage {
  const byDay = grouped(records, ({ startedAt }) => dayOf(startedAt));
  const byModel = grouped(records, ({ model }) => model);
  const tallied = ([key, group]: [string, CompletionRecord[]]) => ({
    key,
    ...tally(group, priceOf),
  });
  const recent = records.slice(-RECENT);
  return {
    type: 'usage',
    total: tally(records, priceOf),
    days: [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(tallied),
    models: [...byModel]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([key, group]) => ({
        ...tallied([key, group]),
        timeToFirstToken: median(group.map((each) => each.timeToFirstToken)),
        tokensPerSecond: median(group.map((each) => each.tokensPerSecond)),
      })),
    latency: meanTiming(records.map(timingOf)),
    persistence: mean(records.map(({ survival }) => survival)),
    ghostText: { ...ghostText },
    recent: recent.map(({ startedAt, timeToFirstToken, tokensPerSecond }) => ({
      at: startedAt,
      timeToFirstToken: timeToFirstToken ?? null,
      tokensPerSecond: tokensPerSecond ?? null,
    })),
  };
}

function tally(records: readonly CompletionRecord[], priceOf: PriceOf): Tally {
  const sum = (value: (record: CompletionRecord) => number | undefined) =>
    records.reduce((total, record) => total + (value(record) ?? 0), 0);
  const costs = records.map((record) => costOf(record, priceOf(record.model)));
  const decided = records.filter(({ outcome }) => outcome !== null && outcome !== 'ignored');
  return {
    requests: records.length,
    failed: records.filter(({ state }) => state === 'failed').length,
    promptTokens: sum(({ usage }) => usage?.prompt_tokens),
    cachedTokens: sum(({ usage }) => usage?.prompt_tokens_details?.cached_tokens ?? undefined),
    // A stream that was stopped early ends before the server counts: what came is counted.
    completionTokens: sum(({ usage, tokens }) => usage?.completion_tokens ?? tokens),
    shownTokens: sum(({ shown }) => shown),
    cost: costs.some((cost) => cost !== undefined)
      ? costs.reduce<number>((total, cost) => total + (cost ?? 0), 0)
      : null,
    shown: decided.length,
    used: decided.filter(({ outcome }) => outcome !== 'rejected').length,
  };
}

function grouped(
  records: readonly CompletionRecord[],
  keyOf: (record: CompletionRecord) => string,
): Map<string, CompletionRecord[]> {
  const groups = new Map<string, CompletionRecord[]>();
  for (const record of records) {
    const key = keyOf(record);
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return groups;
}

/**
 * Of those that the server accounts for, where it accounts for any: the whole is then what its parts
 * come to, not a mean of other completions.
 */
function meanTiming(all: readonly Timing[]): Timing {
  const accounted = all.filter(({ completion }) => completion !== null);
  const timings = accounted.length > 0 ? accounted : all;
  const of = (name: keyof Timing) => mean(timings.map((timing) => timing[name]));
  return {
    own: of('own'),
    network: of('network'),
    queue: of('queue'),
    prompt: of('prompt'),
    completion: of('completion'),
    total: of('total'),
  };
}

function known(values: readonly (number | null | undefined)[]): number[] {
  return values.filter((value) => value !== null && value !== undefined);
}

function mean(values: readonly (number | null | undefined)[]): number | null {
  const numbers = known(values);
  if (numbers.length === 0) return null;
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

function median(values: readonly (number | null | undefined)[]): number | null {
  const sorted = known(values).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
