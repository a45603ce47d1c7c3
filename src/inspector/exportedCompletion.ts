import type { WrittenRequest } from '../completions/writtenRequest';
import type { CompletionRecord } from './completionRecord';
import { storeRecord } from './recordStorage';

/** A completion with all that is known of it, as JSON for other programs. */
export function exportedCompletions(records: readonly CompletionRecord[]): string {
  return JSON.stringify(
    { format: 'inkling.completions', version: 1, completions: records.map(exported) },
    undefined,
    2,
  );
}

function exported(record: CompletionRecord): object {
  const { place, content } = record;
  const stored = storeRecord(record);
  return {
    ...stored,
    content: undefined,
    startedAt: new Date(stored.startedAt).toISOString(),
    place: place ? { file: place.file, line: place.line + 1, column: place.character + 1 } : null,
    request: content?.request ?? null,
    choices: record.choices.map(({ columns, finishReason }) => ({
      text: columns.text,
      finish_reason: finishReason,
      tokens: columns.ids,
      logprobs: {
        tokens: columns.texts,
        token_logprobs: columns.logProbabilities,
        top_logprobs: columns.alternatives,
      },
    })),
  };
}

/**
 * A request as a command that makes it. The key is not in it: the shell takes it from the
 * environment.
 */
export function replayCommand({ url, body }: WrittenRequest): string {
  return [
    `curl ${quoted(url)}`,
    `  -H ${quoted('Content-Type: application/json')}`,
    '  -H "Authorization: Bearer $INKLING_API_KEY"',
    `  -d ${quoted(JSON.stringify(body))}`,
  ].join(' \\\n');
}

/** A word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
