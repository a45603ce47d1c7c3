import * as v from 'valibot';
import { timeInfoSchema, usageSchema } from '../completions/completionChunk';
import { type CompletionRequest, validateRequest } from '../completions/completionRequest';
import { OUTCOMES, STATES } from './completionFate';
import { partSchema } from './protocol';

const maybeNumber = v.nullable(v.number());

const choiceSchema = v.object({
  texts: v.array(v.string()),
  logProbabilities: v.array(maybeNumber),
  alternatives: v.array(v.nullable(v.record(v.string(), v.number()))),
  ids: v.array(v.number()),
  finishReason: v.nullable(v.string()),
});

function isRequest(value: unknown): boolean {
  try {
    validateRequest(value);
    return true;
  } catch {
    return false;
  }
}

/** What a completion was asked with and came to: what is dropped first to save room. */
const contentSchema = v.object({
  /** As the API's own schema has it. */
  request: v.custom<CompletionRequest>(isRequest),
  choices: v.array(choiceSchema),
  parts: v.array(partSchema),
});

/** One completion of the history as it is kept between sessions. */
export const storedCompletionSchema = v.object({
  id: v.number(),
  origin: v.string(),
  model: v.string(),
  startedAt: v.number(),
  place: v.nullable(
    v.object({ uri: v.string(), file: v.string(), line: v.number(), character: v.number() }),
  ),
  branch: v.nullable(v.object({ completion: v.number(), token: v.number(), lead: v.string() })),
  preparation: maybeNumber,
  state: v.picklist(STATES),
  failure: v.nullable(v.string()),
  finishReason: v.nullable(v.string()),
  preview: v.string(),
  tokens: v.number(),
  confidence: maybeNumber,
  usage: v.nullable(usageSchema),
  timeInfo: v.nullable(timeInfoSchema),
  timeToFirstToken: maybeNumber,
  totalTime: maybeNumber,
  outcome: v.nullable(v.picklist(OUTCOMES)),
  /** Of each choice; empty where it is not known. */
  shown: v.array(v.number()),
  survival: maybeNumber,
  pinned: v.boolean(),
  content: v.nullable(contentSchema),
});

export type StoredCompletion = v.InferOutput<typeof storedCompletionSchema>;
export type StoredContent = v.InferOutput<typeof contentSchema>;

/** A completion as it was kept; undefined where `text` is none. */
export function parseStored(text: string): StoredCompletion | undefined {
  try {
    const result = v.safeParse(storedCompletionSchema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
