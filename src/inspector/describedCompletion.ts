import type { ModelPrice } from '../completions/completionBackend';
import type { CompletionRequest } from '../completions/completionRequest';
import { type Localize, phrase, written } from '../completions/phrase';
import type { CompletionRecord, RecordedContent } from './completionRecord';
import type { InspectedDetail, InspectedPart, InspectedRow, Timing } from './protocol';

/** Characters a token, for parts of a prompt that nobody has estimated. */
const CHARACTERS_PER_TOKEN = 3.5;

/** A completion as one line of the list. */
export function describedRow(
  record: CompletionRecord,
  price: ModelPrice | undefined,
): InspectedRow {
  const { place, branch } = record;
  return {
    id: record.id,
    parent: branch?.completion ?? null,
    origin: record.origin,
    model: record.model,
    startedAt: record.startedAt,
    place: place ? { file: place.file, line: place.line + 1 } : null,
    state: record.state,
    outcome: record.outcome,
    finishReason: record.finishReason,
    preview: record.preview,
    tokens: record.tokens,
    shown: record.shown ?? null,
    timeToFirstToken: record.timeToFirstToken ?? null,
    tokensPerSecond: record.tokensPerSecond ?? null,
    cost: costOf(record, price) ?? null,
    confidence: record.confidence ?? null,
    pinned: record.pinned,
    whole: record.content !== undefined,
  };
}

/** All about a completion but its tokens; `localize` puts it into the person's language. */
export function describedDetail(record: CompletionRecord, localize: Localize): InspectedDetail {
  const { usage, branch, content, choices } = record;
  return {
    id: record.id,
    failure: record.failure ?? null,
    choices: Array.from(choices, ({ finishReason }, index) => ({
      finishReason,
      shown: record.shownTokens[index] ?? null,
      echoed: echoedTokens(record, index),
    })),
    usage: usage
      ? {
          promptTokens: usage.prompt_tokens,
          cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
          completionTokens: usage.completion_tokens,
        }
      : null,
    timing: timingOf(record),
    parameters: content ? parametersOf(content.request) : [],
    parts: content ? partsOf(content, localize) : [],
    branch: branch ? { token: branch.token, lead: branch.lead } : null,
    canBranch:
      typeof content?.request.prompt === 'string' && content.request.return_raw_tokens !== true,
  };
}

/** What a completion has cost, in US dollars; undefined where tokens or prices are not known. */
export function costOf(
  { usage }: CompletionRecord,
  price: ModelPrice | undefined,
): number | undefined {
  if (!usage || !price) return undefined;
  return usage.prompt_tokens * price.prompt + usage.completion_tokens * price.completion;
}

/** Where the time went. The network's is what the server did not account for. */
export function timingOf({ timeInfo, totalTime, preparation }: CompletionRecord): Timing {
  const milliseconds = (seconds: number | null | undefined) =>
    seconds === null || seconds === undefined ? null : seconds * 1000;
  const server = milliseconds(timeInfo?.total_time);
  return {
    own: preparation ?? null,
    network: server === null || totalTime === undefined ? null : Math.max(0, totalTime - server),
    queue: milliseconds(timeInfo?.queue_time),
    prompt: milliseconds(timeInfo?.prompt_time),
    completion: milliseconds(timeInfo?.completion_time),
    total: totalTime ?? null,
  };
}

/** How many tokens at the start of a choice are the prompt's. */
export function echoedTokens({ content }: CompletionRecord, choice = 0): number {
  if (content?.request.echo !== true || typeof content.request.prompt !== 'string') return 0;
  const { length } = content.request.prompt;
  let at = 0;
  let tokens = 0;
  for (const text of content.choices[choice]?.columns.texts ?? []) {
    if (at >= length) break;
    at += text.length;
    tokens++;
  }
  return tokens;
}

function parametersOf(request: CompletionRequest): [string, string][] {
  return Object.entries(request)
    .filter(([name, value]) => name !== 'prompt' && name !== 'suffix' && value !== undefined)
    .map(([name, value]) => [name, JSON.stringify(value)]);
}

function partsOf({ request, parts }: RecordedContent, localize: Localize): InspectedPart[] {
  if (parts.length > 0) return [...parts];
  const { prompt, suffix = '' } = request;
  const reasons = [phrase`The text to go on from.`, phrase`The text behind it.`];
  const [reason = '', reasonAfter = ''] = reasons.map((each) => written(each, localize));
  const text = typeof prompt === 'string' ? prompt : JSON.stringify(prompt);
  const before = { label: 'prompt', text, inSuffixField: false, reason };
  const after = { label: 'suffix', text: suffix, inSuffixField: true, reason: reasonAfter };
  return [before, ...(suffix === '' ? [] : [after])].map((part) => ({
    ...part,
    kind: part.inSuffixField ? 'suffix' : 'prefix',
    tokens: Math.round(part.text.length / CHARACTERS_PER_TOKEN),
  }));
}
