import assert from 'node:assert/strict';
import * as v from 'valibot';
import { expectedChoices, type Parameters } from './expectedChoices';

const refusal = v.strictObject({
  message: v.pipe(v.string(), v.nonEmpty()),
  type: v.string(),
  param: v.nullable(v.string()),
  code: v.string(),
});

const logprobs = v.strictObject({
  tokens: v.array(v.string()),
  token_logprobs: v.array(v.nullable(v.pipe(v.number(), v.maxValue(1e-9)))),
  top_logprobs: v.array(v.nullable(v.record(v.string(), v.pipe(v.number(), v.maxValue(1e-9))))),
  text_offset: v.array(v.number()),
});

const choice = v.strictObject({
  index: v.pipe(v.number(), v.integer(), v.minValue(0)),
  text: v.optional(v.string()),
  tokens: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(0)))),
  finish_reason: v.nullable(v.picklist(['stop', 'length'])),
  logprobs: v.nullable(logprobs),
});

const completion = v.strictObject({
  id: v.string(),
  object: v.literal('text_completion'),
  created: v.number(),
  model: v.literal('inkling-embedded'),
  system_fingerprint: v.string(),
  choices: v.array(choice),
  usage: v.optional(
    v.strictObject({
      prompt_tokens: v.number(),
      completion_tokens: v.number(),
      total_tokens: v.number(),
    }),
  ),
  time_info: v.optional(v.record(v.string(), v.number())),
});

type Completion = v.InferOutput<typeof completion>;

/** What came back, and when it is a completion, what was asked for. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** @throws AssertionError if a refusal is not of the API's shape, or is the server's own fault */
export function checkRefusal({ status, body }: ReceivedAnswer): void {
  assert.ok(status >= 400 && status < 500, `status ${status}`);
  v.parse(refusal, JSON.parse(body));
}

/** @throws AssertionError if an answer is not what its request asked for */
export function checkCompletion({ status, type, body }: ReceivedAnswer, asked: Parameters): void {
  assert.equal(status, 200, body.slice(0, 500));
  const streamed = asked['stream'] === true;
  assert.match(type, streamed ? /^text\/event-stream/ : /^application\/json/);
  const chunks = streamed ? eventsOf(body) : [v.parse(completion, JSON.parse(body))];
  assert.ok(chunks.at(-1)?.usage && chunks.at(-1)?.time_info, 'The last chunk has no usage.');
  const count = expectedChoices(asked);
  for (let index = 0; index < count; index++) checkChoice(chunks, index, asked);
  const indices = new Set(chunks.flatMap(({ choices }) => choices.map((each) => each.index)));
  assert.equal(indices.size, count);
}

function eventsOf(body: string): Completion[] {
  const events = body.split('\n\n');
  assert.deepEqual(events.slice(-2), ['data: [DONE]', '']);
  return events.slice(0, -2).map((event) => v.parse(completion, JSON.parse(event.slice(6))));
}

function checkChoice(chunks: readonly Completion[], index: number, asked: Parameters): void {
  const pieces = chunks.flatMap(({ choices }) => choices).filter((each) => each.index === index);
  const finished = pieces.filter(({ finish_reason: reason }) => reason !== null);
  assert.equal(finished.length, 1, 'A choice has to finish once.');
  assert.equal(pieces.at(-1), finished[0]);
  const raw = asked['return_raw_tokens'] === true;
  for (const { text, tokens, logprobs: scores } of pieces) {
    assert.equal(text === undefined, raw);
    assert.equal(tokens === undefined, !raw);
    assert.equal(scores !== null, asked['logprobs'] === true);
    if (!scores) continue;
    if (!raw) assert.equal(scores.tokens.join(''), text);
    const lengths = Object.values(scores).map((list) => list.length);
    assert.equal(new Set(lengths).size, 1);
  }
  if (!raw && asked['echo'] !== true) checkText(pieces.map(({ text }) => text).join(''), asked);
}

function checkText(text: string, asked: Parameters): void {
  const { stop, grammar_root: root } = asked;
  for (const each of Array.isArray(stop) ? stop : []) assert.ok(!text.includes(String(each)));
  const isJson = ['value', 'insidevalue', 'object', 'array', 'string', 'number', 'func', 'fcall'];
  if (isJson.includes(String(root)) || root === 'funcarray') JSON.parse(text);
}
