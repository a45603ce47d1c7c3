import type { CompletionRequest } from '../completions/completionRequest';
import { CompletionRecord, type HistoryClock, type RecordedContent } from './completionRecord';
import type { StoredCompletion, StoredContent } from './storedCompletion';
import { TokenColumns } from './tokenColumns';

/** A completion as it is kept between sessions. */
export function storeRecord(record: CompletionRecord): StoredCompletion {
  return {
    id: record.id,
    origin: record.origin,
    model: record.model,
    startedAt: record.startedAt,
    place: record.place ?? null,
    branch: record.branch ?? null,
    preparation: record.preparation ?? null,
    // A reload ends it.
    state: record.state === 'streaming' ? 'cancelled' : record.state,
    failure: record.failure ?? null,
    finishReason: record.finishReason,
    preview: record.preview,
    tokens: record.tokens,
    confidence: record.confidence ?? null,
    usage: record.usage ?? null,
    timeInfo: record.timeInfo ?? null,
    timeToFirstToken: record.timeToFirstToken ?? null,
    totalTime: record.totalTime ?? null,
    outcome: record.outcome,
    shown: record.shownTokens,
    survival: record.survival ?? null,
    pinned: record.pinned,
    content: record.content ? storedContent(record.content) : null,
  };
}

/** The completion that was kept. */
export function restoreRecord(stored: StoredCompletion, clock: HistoryClock): CompletionRecord {
  const { id, origin, startedAt, content, model } = stored;
  const request: CompletionRequest = { prompt: '', model, ...content?.request };
  const record = new CompletionRecord(
    id,
    origin,
    request,
    {
      place: stored.place ?? undefined,
      parts: content?.parts,
      branch: stored.branch ?? undefined,
      preparation: stored.preparation ?? undefined,
    },
    clock,
    startedAt,
  );
  record.model = model;
  record.state = stored.state;
  record.failure = stored.failure ?? undefined;
  record.usage = stored.usage ?? undefined;
  record.timeInfo = stored.timeInfo ?? undefined;
  record.timeToFirstToken = stored.timeToFirstToken ?? undefined;
  record.totalTime = stored.totalTime ?? undefined;
  record.outcome = stored.outcome;
  record.shownTokens = stored.shown;
  record.survival = stored.survival ?? undefined;
  record.pinned = stored.pinned;
  if (!content) {
    record.content = undefined;
    const { preview, tokens, finishReason, confidence } = stored;
    record.kept = { preview, tokens, finishReason, confidence };
  }
  for (const each of content?.choices ?? []) {
    const { texts, logProbabilities, alternatives, ids, finishReason } = each;
    const columns = new TokenColumns(texts, logProbabilities, alternatives, ids);
    record.content?.choices.push({ columns, finishReason });
  }
  return record;
}

function storedContent({ request, parts, choices }: RecordedContent): StoredContent {
  return {
    request: { ...request },
    parts: [...parts],
    choices: choices.map(({ columns, finishReason }) => ({
      texts: columns.texts,
      logProbabilities: columns.logProbabilities,
      alternatives: columns.alternatives.map((each) => each && { ...each }),
      ids: columns.ids,
      finishReason,
    })),
  };
}
