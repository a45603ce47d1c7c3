import type { AnswerForm } from './answerForm';
import { finiteNumber, type JsonObject } from './json';

/** Ollama's `/api/generate`: one JSON text a line, by its API's documentation and source. */
export const GENERATE_FORM: AnswerForm = {
  framing: 'lines',
  textIn: 'text',
  adapt: fromGenerate,
};

function fromGenerate(sent: JsonObject): JsonObject {
  const { response, done, done_reason: reason, logprobs } = sent;
  if (typeof response !== 'string') return sent;
  const ended = done === true;
  return {
    model: sent['model'],
    created: secondsSince1970(sent['created_at']),
    choices: [
      {
        index: 0,
        text: response,
        finish_reason: ended ? (reason === 'length' ? 'length' : 'stop') : null,
        logprobs: Array.isArray(logprobs) ? { content: logprobs } : null,
      },
    ],
    ...(ended && { usage: usageOf(sent), time_info: timesOf(sent) }),
  };
}

/** A count that is 0 is left out by the server. */
function usageOf(sent: JsonObject): JsonObject {
  return {
    prompt_tokens: finiteNumber(sent['prompt_eval_count']) ?? 0,
    completion_tokens: finiteNumber(sent['eval_count']) ?? 0,
  };
}

function timesOf(sent: JsonObject): JsonObject | null {
  const total = seconds(sent['total_duration']);
  if (total === undefined) return null;
  return {
    // Loading the model is what a request waits for here.
    queue_time: seconds(sent['load_duration']),
    prompt_time: seconds(sent['prompt_eval_duration']),
    completion_time: seconds(sent['eval_duration']),
    total_time: total,
  };
}

function seconds(nanoseconds: unknown): number | undefined {
  const value = finiteNumber(nanoseconds);
  return value === undefined ? undefined : value / 1e9;
}

function secondsSince1970(date: unknown): number | undefined {
  const milliseconds = typeof date === 'string' ? Date.parse(date) : NaN;
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}
