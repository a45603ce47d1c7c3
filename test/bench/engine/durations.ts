import type { Engine } from '../../../src/local/engine';
import { type Cursor, windowOf } from './restOfLine';

const neverAborted = new AbortController().signal;

/** The first requests to a model are cold; what comes then is warm after some more. */
const COLD = 20;
const WARMING = 80;

/**
 * Milliseconds for 64 lexemes with their alternatives: to the first chunk, which is when something can
 * be shown, and to the last one. CPU time too, which a busy machine changes less.
 */
export async function durations(engine: Engine, places: readonly Cursor[], alternatives: number) {
  const first: number[] = [];
  const whole: number[] = [];
  const cpu: number[] = [];
  for (const place of places) {
    const cpuBefore = process.cpuUsage();
    const began = performance.now();
    let chunks = 0;
    const request = {
      ...{ ...windowOf(place), model: 'any', max_tokens: 64, min_tokens: 64 },
      ...{ temperature: 0, logprobs: alternatives },
    };
    for await (const { choices } of engine.complete(request, neverAborted)) {
      if (chunks++ === 0 && choices.length > 0) first.push(performance.now() - began);
    }
    whole.push(performance.now() - began);
    const { user, system } = process.cpuUsage(cpuBefore);
    cpu.push((user + system) / 1000);
  }
  const cold = (times: readonly number[]) => times.slice(0, COLD);
  const warm = (times: readonly number[]) => times.slice(COLD + WARMING);
  return {
    'first chunk, p50 ms': percentile(warm(first), 0.5),
    'all, p50 ms': percentile(warm(whole), 0.5),
    'p95 ms': percentile(warm(whole), 0.95),
    'CPU, p50 ms': percentile(warm(cpu), 0.5),
    'CPU, p95 ms': percentile(warm(cpu), 0.95),
    'the first 20, p95 ms': percentile(cold(whole), 0.95),
    'CPU, their p95 ms': percentile(cold(cpu), 0.95),
  };
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(part * (sorted.length - 1))] ?? 0) * 100) / 100;
}
