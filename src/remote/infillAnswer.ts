import { type AnswerForm, COMPLETION_FORM } from './answerForm';
import { finiteNumber, isJsonObject, type JsonObject } from './json';

/**
 * llama.cpp's `/infill`: events in the shape of its own `/completion`, by its source
 * (`server_task_result_cmpl_partial` and `_final`, 2023 to 2026).
 */
export const INFILL_FORM: AnswerForm = { ...COMPLETION_FORM, adapt: fromInfill };

/** llama.cpp's `/v1/completions`: the shape of the API, with times of its own. */
export const LLAMA_COMPLETION_FORM: AnswerForm = { ...COMPLETION_FORM, adapt: withTimes };

function fromInfill(sent: JsonObject): JsonObject {
  const { content, index, model, stop, completion_probabilities: probabilities } = sent;
  if (content === undefined) return sent;
  return withTimes({
    model,
    timings: sent['timings'],
    choices: [
      {
        index,
        text: content,
        finish_reason: stop === true ? finishReason(sent) : null,
        logprobs: Array.isArray(probabilities) ? { content: probabilities.map(scored) } : null,
      },
    ],
    usage: stop === true ? usageOf(sent) : null,
  });
}

function finishReason({ stop_type: type, stopped_limit: limit, truncated }: JsonObject): string {
  return type === 'limit' || limit === true || truncated === true ? 'length' : 'stop';
}

/** A token with its log probability; versions up to 2024 sent probabilities, under other names. */
function scored(entry: unknown): unknown {
  if (!isJsonObject(entry) || !Array.isArray(entry['probs'])) return entry;
  const alternatives = entry['probs'].filter(isJsonObject).map((each) => ({
    token: each['tok_str'],
    logprob: Math.log(finiteNumber(each['prob']) ?? 0),
  }));
  const chosen = alternatives.find(({ token }) => token === entry['content']);
  return { token: entry['content'], logprob: chosen?.logprob, top_logprobs: alternatives };
}

function usageOf(sent: JsonObject): JsonObject | null {
  const prompt = finiteNumber(sent['tokens_evaluated']);
  const completion = finiteNumber(sent['tokens_predicted']);
  if (prompt === undefined || completion === undefined) return null;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    prompt_tokens_details: { cached_tokens: cachedTokens(sent['timings']) },
  };
}

/** Adds `time_info`, in seconds, where the server gives its `timings`, in milliseconds. */
function withTimes(sent: JsonObject): JsonObject {
  const { timings, usage } = sent;
  if (!isJsonObject(timings)) return sent;
  const prompt = seconds(timings['prompt_ms']);
  const completion = seconds(timings['predicted_ms']);
  const cached = cachedTokens(timings);
  return {
    ...sent,
    ...(isJsonObject(usage) &&
      cached !== undefined && {
        usage: { prompt_tokens_details: { cached_tokens: cached }, ...usage },
      }),
    time_info: {
      prompt_time: prompt,
      completion_time: completion,
      total_time:
        prompt === undefined || completion === undefined ? undefined : prompt + completion,
    },
  };
}

function cachedTokens(timings: unknown): number | undefined {
  return isJsonObject(timings) ? finiteNumber(timings['cache_n']) : undefined;
}

function seconds(milliseconds: unknown): number | undefined {
  const value = finiteNumber(milliseconds);
  return value === undefined ? undefined : value / 1000;
}
