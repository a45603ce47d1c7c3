import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../../src/completions/completionRequest';
import { useServers } from '../remoteTesting';
import { withOfficial, withOurs } from './clients';
import { withOffsetsFrom } from './mergedAnswer';

const REPLY = 'const café = "😀"; // naïve\n';
const PROMPT = 'let x = 1;\n';
const ASKED: CompletionRequest = { prompt: PROMPT, model: 'm', max_tokens: 50 };

/** Requests that both clients take, and what only our client counts from elsewhere. */
const scenarios: Record<string, { readonly request: CompletionRequest; offset?: number }> = {
  'a plain prompt': { request: ASKED },
  'a limit of tokens': { request: { ...ASKED, max_tokens: 3 } },
  'stop sequences': { request: { ...ASKED, stop: ['"', '//'] } },
  'sampling parameters': {
    request: { ...ASKED, temperature: 0.2, top_p: 0.9, seed: 7, min_tokens: 2 },
  },
  'penalties and bias': {
    request: { ...ASKED, frequency_penalty: 1, presence_penalty: -1, logit_bias: { '5': -100 } },
  },
  'names of person and cache': { request: { ...ASKED, user: 'someone', prompt_cache_key: 'k' } },
  'a grammar': { request: { ...ASKED, grammar_root: 'object' } },
  'log probabilities with alternatives': {
    request: { ...ASKED, logprobs: true, top_logprobs: 5 },
    offset: PROMPT.length,
  },
  'log probabilities alone': { request: { ...ASKED, logprobs: true }, offset: PROMPT.length },
  'an echo of the prompt': { request: { ...ASKED, echo: true } },
  'an echo with log probabilities': {
    request: { ...ASKED, echo: true, logprobs: true, top_logprobs: 2 },
  },
  'raw tokens': { request: { ...ASKED, return_raw_tokens: true } },
  'token ids for a prompt': { request: { ...ASKED, prompt: [1, 2, 3] } },
  'several prompts': { request: { ...ASKED, prompt: ['a', 'bc'] } },
  'several lists of token ids': { request: { ...ASKED, prompt: [[1, 2], [3]] } },
  'several choices': { request: { ...ASKED, n: 3 } },
  'several choices for each of several prompts': {
    request: { ...ASKED, prompt: ['a', 'b'], n: 2, logprobs: true, top_logprobs: 1 },
    offset: 1,
  },
  'candidates to choose from, which is not streamed': { request: { ...ASKED, best_of: 3, n: 2 } },
};

describe('Our client and the official one, asked for', () => {
  const servers = useServers();

  for (const [name, { request, offset = 0 }] of Object.entries(scenarios)) {
    it(`${name}, send the same and agree on every field`, async () => {
      const now = () => 1_790_000_000_000;
      const server = await servers.completions({ reply: REPLY, now, answerId: 'cmpl-1' });
      const stream = request.best_of === undefined;
      const ours = await withOurs(server.url, request);
      const official = await withOfficial(server.url, { ...request, stream });

      const [ourRequest, officialRequest] = server.requests;
      assert.equal(server.requests.length, 2);
      assert.deepEqual(withListOfStops(ourRequest?.body), withListOfStops(officialRequest?.body));
      assert.equal(ourRequest?.headers.authorization, officialRequest?.headers.authorization);

      assert.equal(ours.failure, undefined);
      assert.equal(official.failure, undefined);
      assert.deepEqual(ours.pieces, official.pieces);
      // Named wrong: it hands out offsets from the start of a prompt that is no part of the text.
      assert.deepEqual(ours.answer, withOffsetsFrom(official.answer, offset));
      assert.ok(ours.answer.choices.length > 0);
    });
  }

  it('log probabilities in the newest form, get the same as in the other', async () => {
    const now = () => 1_790_000_000_000;
    const server = await servers.completions({ reply: REPLY, now, answerId: 'cmpl-1' });
    const ours = await withOurs(server.url, { ...ASKED, logprobs: 4 });
    const official = await withOfficial(server.url, { ...ASKED, logprobs: 4, stream: true });
    assert.deepEqual(ours.answer, withOffsetsFrom(official.answer, PROMPT.length));
  });

  it('something that no server takes, differ: ours says so before it sends anything', async () => {
    const server = await servers.completions({ reply: REPLY });
    const wrong = { ...ASKED, temperature: 3 };
    const official = await withOfficial(server.url, { ...wrong, stream: true });
    assert.equal(official.failure?.status, 400);
    assert.equal(server.requests.length, 1);
    const ours = await withOurs(server.url, wrong);
    assert.match(ours.failure?.message ?? '', /temperature is 3, but must be between 0 and 2/);
    assert.equal(server.requests.length, 1);
  });
});

function withListOfStops(body: Readonly<Record<string, unknown>> = {}): object {
  return { ...body, stop: [body['stop'] ?? []].flat() };
}
