import assert from 'node:assert/strict';
import type { CompletionsServer } from '../../support/completionsServer';
import { complete, errorOf, outcomeOf, REQUEST, useServers } from './remoteTesting';
import { event, streamed, textEvent } from './rawServer';

const REPLY = 'const sum = (a: number, b: number) => a + b;\n';

describe('RemoteBackend', () => {
  const servers = useServers();
  let server: CompletionsServer;

  beforeEach(async () => {
    server = await servers.completions({ reply: REPLY });
  });

  describe('streams a completion', () => {
    it('in pieces, with reason, usage and times', async () => {
      const { chunks, completion, error } = await complete(server.url);
      assert.equal(error, undefined);
      assert.equal(completion.text, REPLY);
      assert.ok(chunks.length > 10);
      assert.equal(completion.choices[0]?.finishReason, 'stop');
      assert.equal(completion.usage?.completion_tokens, server.requests[0]?.tokensSent);
      assert.equal(completion.timeInfo?.queue_time, 0.0001);
      assert.equal(completion.model, 'test-model');
    });

    it('each piece before the next is there', async () => {
      server.options = { reply: 'one two three', tokenInterval: 3_600_000 };
      const abort = new AbortController();
      const backend = servers.backend(server.url);
      for await (const { choices } of backend.complete(REQUEST, abort.signal)) {
        if (choices[0]?.text === 'one') abort.abort();
      }
      assert.equal(server.requests[0]?.tokensSent, 1);
    });

    it('from a server that never says [DONE]', async () => {
      server.options = { reply: REPLY, endMark: false };
      const { completion, error } = await complete(server.url);
      assert.equal(error, undefined);
      assert.equal(completion.text, REPLY);
    });

    it('up to the stop sequence or the limit of tokens', async () => {
      const stopped = await complete(server.url, { ...REQUEST, stop: [' =>'] });
      assert.equal(stopped.completion.text, 'const sum = (a: number, b: number)');
      const limited = await complete(server.url, { ...REQUEST, max_tokens: 2 });
      assert.equal(limited.completion.choices[0]?.finishReason, 'length');
      assert.ok(REPLY.startsWith(limited.completion.text));
    });

    it('for several prompts at once, told apart by index', async () => {
      const { completion, error } = await complete(server.url, {
        ...REQUEST,
        prompt: ['a', 'b'],
        n: 2,
      });
      assert.equal(error, undefined);
      assert.deepEqual(
        completion.choices.map(({ text, finishReason }) => [text, finishReason]),
        Array.from({ length: 4 }, () => [REPLY, 'stop']),
      );
    });

    it('as raw tokens', async () => {
      const { completion } = await complete(server.url, { ...REQUEST, return_raw_tokens: true });
      assert.equal(completion.text, '');
      assert.equal(completion.choices[0]?.tokens.length, server.requests[0]?.tokensSent);
    });
  });

  describe('gives log probabilities', () => {
    it('whose tokens and offsets fit the text', async () => {
      const request = { ...REQUEST, prompt: 'a long prompt', logprobs: true, top_logprobs: 5 };
      const { completion } = await complete(server.url, request);
      const logprobs = completion.choices[0]?.logprobs;
      assert.ok(logprobs);
      assert.equal(logprobs.tokens.join(''), REPLY);
      let offset = 0;
      for (const [index, token] of logprobs.tokens.entries()) {
        assert.equal(logprobs.text_offset[index], offset);
        assert.equal(Object.keys(logprobs.top_logprobs[index] ?? {}).length, 5);
        offset += token.length;
      }
    });

    it('also of the prompt, with echo', async () => {
      const request = { ...REQUEST, prompt: 'Once upon', echo: true, logprobs: 1 };
      const { completion } = await complete(server.url, request);
      assert.equal(completion.text, `Once upon${REPLY}`);
      const logprobs = completion.choices[0]?.logprobs;
      assert.deepEqual(logprobs?.tokens.slice(0, 2), ['Once', ' upon']);
      assert.deepEqual(logprobs.text_offset.slice(0, 3), [0, 4, 9]);
    });
  });

  describe('sends', () => {
    it('one compact request, with the headers of a stream', async () => {
      await complete(server.url, { ...REQUEST, seed: 7 });
      assert.equal(server.requests.length, 1);
      const [{ headers, bodyText, path, method } = assert.fail()] = server.requests;
      assert.equal(`${method} ${path}`, 'POST /v1/completions');
      assert.equal(headers.accept, 'text/event-stream');
      assert.equal(headers['content-type'], 'application/json');
      assert.equal(headers['user-agent'], 'inkling-test');
      assert.equal(
        bodyText,
        '{"model":"test-model","prompt":"Once","stream":true,"max_tokens":100,"seed":7}',
      );
    });

    it('the key as it is at the time of each request', async () => {
      let key: string | undefined = ' first\n';
      const backend = servers.backend(server.url, { apiKey: () => Promise.resolve(key) });
      for (key of [' first\n', 'second', undefined]) {
        await outcomeOf(backend.complete(REQUEST, new AbortController().signal));
      }
      const sent = server.requests.map(({ headers }) => headers.authorization);
      assert.deepEqual(sent, ['Bearer first', 'Bearer second', undefined]);
    });

    it('text beyond ASCII unharmed, both ways', async () => {
      server.options = { reply: ({ prompt }) => String(prompt) };
      const prompt = 'naïve 😀 ｜fim▁begin｜ 日本語';
      const { completion } = await complete(server.url, { ...REQUEST, prompt });
      assert.equal(completion.text, prompt);
    });

    it('nothing for a request that is not valid', async () => {
      const { error } = await complete(server.url, { ...REQUEST, temperature: 5 });
      assert.equal(error?.kind, 'invalidRequest');
      assert.match(error.message, /temperature/);
      assert.equal(server.requests.length, 0);
    });

    it('nothing that the server would not know', async () => {
      const { error } = await complete(server.url, { ...REQUEST, best_of: 2 });
      assert.equal(error?.kind, 'invalidRequest');
      assert.equal(server.requests.length, 0);
    });

    it('nothing to an endpoint that is no address', async () => {
      const { error } = await complete('nonsense address');
      assert.equal(error?.kind, 'invalidRequest');
      assert.match(error.message, /endpoint/);
    });

    it('nothing with a key that cannot be one, and does not repeat it', async () => {
      const { error } = await complete(server.url, REQUEST, {
        apiKey: () => Promise.resolve('two\r\nlines'),
      });
      assert.equal(error?.kind, 'authentication');
      assert.doesNotMatch(error.message, /two|lines/);
      assert.equal(server.requests.length, 0);
    });

    it('nothing when the key cannot be read', async () => {
      const { error } = await complete(server.url, REQUEST, {
        apiKey: () => Promise.reject(new Error('locked')),
      });
      assert.equal(error?.kind, 'authentication');
      assert.equal(server.requests.length, 0);
    });
  });

  describe('with the dialect chosen by itself', () => {
    it('completes against a server on any port', async () => {
      const { completion, error } = await complete(server.url, REQUEST, { dialect: 'automatic' });
      assert.equal(error, undefined);
      assert.equal(completion.text, REPLY);
      assert.deepEqual(server.requests[0]?.body['stream_options'], { include_usage: true });
    });
  });

  describe('reads the answers of other servers', () => {
    /** Completes against a server that answers with these bytes. */
    async function answered(...body: string[]) {
      const raw = await servers.raw((socket) => socket.write(streamed(...body)));
      return complete(raw.url, { ...REQUEST, logprobs: 1 }, { dialect: 'vllm' });
    }

    it('vLLM: usage in a chunk of its own', async () => {
      const usage = { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 };
      const { completion, error } = await answered(
        event({ choices: [{ index: 0, text: 'a', logprobs: null, finish_reason: 'stop' }] }),
        event({ choices: [], usage }),
        'data: [DONE]\n\n',
      );
      assert.equal(error, undefined);
      assert.deepEqual(completion.usage, usage);
    });

    it('llama.cpp: log probabilities in the form of the chat API', async () => {
      const content = [
        { id: 1, token: 'a', logprob: -0.5, top_logprobs: [{ token: 'b', logprob: -1 }] },
      ];
      const { completion } = await answered(
        ': ping\n\n',
        event({ choices: [{ index: 0, text: 'a', logprobs: { content }, finish_reason: null }] }),
        event({ choices: [{ index: 0, text: '', finish_reason: 'length' }] }),
      );
      assert.deepEqual(completion.choices[0]?.logprobs, {
        tokens: ['a'],
        token_logprobs: [-0.5],
        top_logprobs: [{ b: -1 }],
        text_offset: [0],
      });
    });

    it('Mistral: chat-shaped chunks', async () => {
      const chunk = (content: string, finish_reason: string | null) =>
        event({ choices: [{ index: 0, delta: { content }, finish_reason }] });
      const raw = await servers.raw((socket) =>
        socket.write(streamed(chunk('a', null), chunk('b', 'stop'), 'data: [DONE]\n\n')),
      );
      const { completion } = await complete(
        raw.url,
        { ...REQUEST, seed: 3 },
        { dialect: 'mistral' },
      );
      assert.equal(completion.text, 'ab');
      assert.match(raw.requests[0]?.head ?? '', /^POST \/v1\/fim\/completions /);
      assert.match(raw.requests[0]?.body ?? '', /"random_seed":3/);
    });

    it('takes special tokens off the end, also when they come in parts', async () => {
      const { completion, error } = await answered(
        textEvent('done'),
        textEvent('<|eot'),
        textEvent('_id|>'),
        textEvent('', 'stop'),
      );
      assert.equal(error, undefined);
      assert.equal(completion.text, 'done');
    });
  });

  describe('models', () => {
    it('lists what the server offers', async () => {
      server.options = { reply: '', models: ['one', 'two'], apiKey: 'key' };
      const backend = servers.backend(server.url, { apiKey: () => Promise.resolve('key') });
      const models = await backend.models(new AbortController().signal);
      assert.deepEqual(models, [
        { id: 'one', ownedBy: 'Inkling' },
        { id: 'two', ownedBy: 'Inkling' },
      ]);
      assert.equal(server.otherRequests[0]?.headers.accept, 'application/json');
    });

    it('throws a CompletionError when the server refuses, or sends no list', async () => {
      const backend = servers.backend(server.url);
      server.options = { reply: '', apiKey: 'key' };
      const refused = await errorOf(() => backend.models(new AbortController().signal));
      assert.equal(refused.kind, 'authentication');
      server.options = { reply: '', failure: { status: 200, body: '<html>' } };
      const page = await errorOf(() => backend.models(new AbortController().signal));
      assert.equal(page.kind, 'protocol');
    });

    it('rejects with the reason of the signal when aborted', async () => {
      const backend = servers.backend(server.url);
      const reason = new Error('no longer wanted');
      await assert.rejects(backend.models(AbortSignal.abort(reason)), reason);
    });
  });
});
