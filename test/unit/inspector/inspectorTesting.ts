import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { CompletionHistory } from '../../../src/inspector/completionHistory';
import type { CompletionRecord, HistoryClock } from '../../../src/inspector/completionRecord';
import type { RequestNotes } from '../../../src/inspector/requestNotes';
import { type ScriptedToken, tokenChunk } from '../../support/scriptedBackend';

/** A clock that goes on by 10 ms with each look at it, on a day of March 2026. */
export function testClock(day = 2): HistoryClock {
  let now = 0;
  let time = Date.UTC(2026, 2, day, 12);
  return { now: () => (now += 10), time: () => time++ };
}

export function testHistory(
  limits?: { completions: number; weight: number },
  clock = testClock(),
): CompletionHistory {
  return new CompletionHistory(clock, undefined, limits);
}

/** Adds a completion that has come to its end. */
export function completed(
  history: CompletionHistory,
  tokens: readonly ScriptedToken[],
  asked: Partial<CompletionRequest> = {},
  notes: RequestNotes = {},
): CompletionRecord {
  const request: CompletionRequest = { prompt: 'p', model: 'm', ...asked };
  history.describe(request, notes);
  const record = history.begin('Test', request);
  if (!record) throw new Error('The history is off.');
  for (const token of tokens) {
    record.add(tokenChunk(token));
    history.changed(record);
  }
  record.end('complete');
  history.changed(record);
  return record;
}
