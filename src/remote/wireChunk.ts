import * as v from 'valibot';
import { type CompletionChunk, completionChunkSchema } from '../completions/completionChunk';
import { CompletionError } from '../completions/completionError';
import { phrase, type Phrase } from '../completions/phrase';
import type { AnswerForm } from './answerForm';
import { finiteNumber, isJsonObject, type JsonObject } from './json';
import { plainChunk } from './plainChunk';
import { readLogProbabilities } from './wireLogProbabilities';

/**
 * The completion chunk in `sent`, the JSON of one event or of a whole answer. What a chunk can do
 * without is dropped where it has an unexpected form; text is never dropped.
 *
 * @throws CompletionError of kind `protocol` where the choices cannot be read.
 */
export function readWireChunk(
  sent: unknown,
  { textIn, adapt }: Pick<AnswerForm, 'textIn' | 'adapt'>,
): CompletionChunk {
  if (!isJsonObject(sent)) throw unreadable(phrase`an event is no JSON object`);
  const value = adapt ? adapt(sent) : sent;
  const plain = textIn === 'text' ? plainChunk(value) : undefined;
  return plain ?? checkedChunk(value, textIn);
}

function checkedChunk(value: JsonObject, textIn: AnswerForm['textIn']): CompletionChunk {
  const { choices } = value;
  const listed: unknown[] = Array.isArray(choices) ? choices : [];
  const chunk = v.parse(completionChunkSchema, {
    ...value,
    choices: listed.map((choice) => readChoice(choice, textIn)),
    usage: readUsage(value['usage']),
  });
  if (chunk.choices.length < listed.length)
    throw unreadable(phrase`a choice has an unexpected form`);
  return chunk;
}

function readChoice(choice: unknown, textIn: AnswerForm['textIn']): unknown {
  if (!isJsonObject(choice)) return choice;
  const { index, text, tokens, finish_reason: finishReason, logprobs } = choice;
  return {
    index: index ?? 0,
    text: textIn === 'text' ? text : chatText(choice),
    tokens,
    // Some servers send an empty reason with every chunk before the last.
    finish_reason: finishReason === '' ? null : finishReason,
    logprobs: readLogProbabilities(logprobs),
  };
}

/** The text of a choice in the form of the chat API, streamed or whole. */
function chatText({ delta, message }: JsonObject): unknown {
  if (isJsonObject(delta)) return delta['content'];
  return isJsonObject(message) ? message['content'] : undefined;
}

function readUsage(usage: unknown): unknown {
  if (!isJsonObject(usage)) return usage;
  const prompt = finiteNumber(usage['prompt_tokens']);
  const completion = finiteNumber(usage['completion_tokens']);
  if (prompt === undefined || completion === undefined) return usage;
  return { ...usage, total_tokens: usage['total_tokens'] ?? prompt + completion };
}

function unreadable(why: Phrase): CompletionError {
  return new CompletionError({
    kind: 'protocol',
    message: phrase`The answer of the server cannot be read as a completion: ${why}.`,
    remedy: phrase`Check that the endpoint in the settings is a server of the text Completions API.`,
  });
}
