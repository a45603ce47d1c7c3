import * as v from 'valibot';
import { logProbabilitiesSchema } from './logProbabilities';

/** What a completion cost, in tokens. */
export const usageSchema = v.object({
  prompt_tokens: v.number(),
  completion_tokens: v.number(),
  total_tokens: v.number(),
  prompt_tokens_details: v.nullish(v.object({ cached_tokens: v.nullish(v.number()) })),
  completion_tokens_details: v.nullish(v.record(v.string(), v.unknown())),
});

/** Where the server spent its time, in seconds. */
export const timeInfoSchema = v.object({
  queue_time: v.nullish(v.number()),
  prompt_time: v.nullish(v.number()),
  completion_time: v.nullish(v.number()),
  total_time: v.nullish(v.number()),
  created: v.nullish(v.number()),
});

export type Usage = v.InferOutput<typeof usageSchema>;
export type TimeInfo = v.InferOutput<typeof timeInfoSchema>;

const finishReasonSchema = v.picklist(['stop', 'length', 'content_filter', 'tool_calls']);
export type FinishReason = v.InferOutput<typeof finishReasonSchema>;

const choiceSchema = v.object({
  index: v.number(),
  text: v.nullish(v.string()),
  /** Raw token ids, instead of text, with `return_raw_tokens`. */
  tokens: v.nullish(v.array(v.number())),
  finish_reason: v.nullish(v.fallback(v.nullable(finishReasonSchema), 'stop')),
  logprobs: v.nullish(v.fallback(v.nullable(logProbabilitiesSchema), null)),
});

/**
 * One piece of a streamed completion, or a whole one that was not streamed. Only `choices[].index`
 * is certain; what a server leaves out or sends as null means "nothing new". A choice may be there
 * several times, piece after piece: as often as pieces of it came together.
 */
export const completionChunkSchema = v.object({
  id: v.nullish(v.fallback(v.nullable(v.string()), null)),
  /** Seconds since 1970. */
  created: v.nullish(v.fallback(v.nullable(v.number()), null)),
  model: v.nullish(v.fallback(v.nullable(v.string()), null)),
  system_fingerprint: v.nullish(v.fallback(v.nullable(v.string()), null)),
  choices: v.fallback(v.array(choiceSchema), []),
  usage: v.nullish(v.fallback(v.nullable(usageSchema), null)),
  time_info: v.nullish(v.fallback(v.nullable(timeInfoSchema), null)),
});

export type CompletionChunk = v.InferOutput<typeof completionChunkSchema>;
export type ChoiceChunk = v.InferOutput<typeof choiceSchema>;
