import assert from 'node:assert/strict';
import type { RemoteOptions } from '../../../src/remote/remoteBackend';
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
      const fiveStops = { ...REQUEST, stop: ['1', '2', '3', '4', '5'] };
      const { error } = await complete(server.url, fiveStops);
      assert.equal(error?.kind, 'invalidRequest');
      assert.match(error.message, /stop has 5 .* a Cerebras server takes at most 4/);
      assert.equal(server.requests.length, 0);
    });

    it('a request whose candidates are compared to be answered at once, not streamed', async () => {
      const { completion, error } = await complete(server.url, { ...REQUEST, best_of: 2 });
      assert.equal(error, undefined);
      assert.equal(completion.text, REPLY);
      assert.equal(server.requests[0]?.body['stream'], false);
      assert.equal(server.requests[0].headers.accept, 'application/json');
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

  describe('learns from the answers', () => {
    /** An answer of llama.cpp, which names itself in its head. */
    function fromLlama(...body: string[]): string {
      const text = streamed(...body).toString();
      return text.replace('Content-Type', 'Server: llama.cpp\r\nContent-Type');
    }
    function refusal(status: string, body: unknown): string {
      const text = JSON.stringify(body);
      return `HTTP/1.1 ${status}\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
    }
    const infill = { content: 'a', stop: false, index: 0 };
    const infillEnd = { content: '', stop: true, stop_type: 'eos', index: 0 };

    it('that the server is llama.cpp: the next request with a suffix is an infill', async () => {
      const raw = await servers.raw((socket, { head }) => {
        const isInfill = head.startsWith('POST /infill ');
        const events = isInfill ? [event(infill), event(infillEnd)] : [textEvent('b', 'stop')];
        socket.write(fromLlama(...events));
      });
      const backend = servers.backend(raw.url, { dialect: 'automatic' });
      const { signal } = new AbortController();
      const request = { ...REQUEST, suffix: 'after' };
      assert.equal((await backend.capabilities()).suffix, false);
      assert.equal((await outcomeOf(backend.complete(request, signal))).completion.text, 'b');
      assert.equal((await backend.capabilities()).suffix, true);
      assert.equal((await outcomeOf(backend.complete(request, signal))).completion.text, 'a');
      assert.equal(raw.requests.length, 2);
    });

    it('that the model has no infill: the suffix is left out, at once and from then on', async () => {
      const raw = await servers.raw((socket, { head }) => {
        const error = { code: 501, message: 'Infill is not supported by this model: ' };
        const isInfill = head.startsWith('POST /infill ');
        const no = refusal('501 Not Implemented', { error });
        socket.write(isInfill ? no : fromLlama(textEvent('b', 'stop')));
      });
      const backend = servers.backend(raw.url, { dialect: 'llama.cpp' });
      for (const count of [2, 3]) {
        const request = { ...REQUEST, suffix: 'after' };
        const { signal } = new AbortController();
        const { completion, error } = await outcomeOf(backend.complete(request, signal));
        assert.equal(error, undefined);
        assert.equal(completion.text, 'b');
        assert.equal(raw.requests.length, count);
      }
      assert.equal((await backend.capabilities()).suffix, false);
    });

    it('which field it does not know: one more request without it, and none with it again', async () => {
      const raw = await servers.raw((socket, { body }) => {
        const message = "property 'prompt_cache_key' is unsupported";
        const isKnown = !body.includes('prompt_cache_key');
        socket.write(
          isKnown ? streamed(textEvent('b', 'stop')) : refusal('400 Bad Request', { message }),
        );
      });
      const backend = servers.backend(raw.url);
      for (const count of [2, 3]) {
        const request = { ...REQUEST, prompt_cache_key: 'k' };
        const { signal } = new AbortController();
        const { completion } = await outcomeOf(backend.complete(request, signal));
        assert.equal(completion.text, 'b');
        assert.equal(raw.requests.length, count);
      }
    });

    it('which field changes the answer: that error is told, the next one before sending', async () => {
      const raw = await servers.raw((socket) => {
        const error = { message: 'Unknown parameter: n', param: 'n' };
        socket.write(refusal('400 Bad Request', { error }));
      });
      const backend = servers.backend(raw.url);
      const { signal } = new AbortController();
      const request = { ...REQUEST, n: 2 };
      const first = await outcomeOf(backend.complete(request, signal));
      assert.match(first.error?.message ?? '', /refused the parameter n .*Unknown parameter: n/);
      const second = await outcomeOf(backend.complete(request, signal));
      assert.match(second.error?.message ?? '', /n is set, but a Cerebras server does not take it/);
      assert.equal(raw.requests.length, 1);
    });

    it('nothing from a refusal of a value', async () => {
      const raw = await servers.raw((socket) => {
        const error = { message: 'seed must be positive', param: 'seed' };
        socket.write(refusal('400 Bad Request', { error }));
      });
      const { error } = await complete(raw.url, { ...REQUEST, seed: -1 });
      assert.equal(error?.parameter, 'seed');
      assert.equal(raw.requests.length, 1);
    });

    it('that Ollama has no way of its own here, and goes the standard one', async () => {
      const raw = await servers.raw((socket, { head }) => {
        const isOwn = head.startsWith('POST /api/generate ');
        const missing = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n';
        socket.write(isOwn ? missing : streamed(textEvent('b', 'stop')));
      });
      const backend = servers.backend(raw.url, { dialect: 'ollama' });
      assert.equal((await backend.capabilities()).rawPrompt, true);
      const { signal } = new AbortController();
      const { completion } = await outcomeOf(backend.complete(REQUEST, signal));
      assert.equal(completion.text, 'b');
      assert.equal((await backend.capabilities()).rawPrompt, false);
    });
  });

  describe('says what may be asked of it', () => {
    const asked = (dialect: RemoteOptions['dialect']) =>
      servers.backend('http://127.0.0.1:1', { dialect }).capabilities();

    it('by the table of dialects', async () => {
      const cerebras = await asked('cerebras');
      assert.deepEqual(cerebras, {
        suffix: false,
        logProbabilities: true,
        severalChoices: true,
        rawPrompt: true,
        mostStops: 4,
      });
      const mistral = await asked('mistral');
      assert.deepEqual(mistral, {
        suffix: true,
        logProbabilities: false,
        severalChoices: false,
        rawPrompt: true,
        mostStops: 16,
      });
      assert.equal((await asked('deepseek')).mostStops, 16);
      assert.equal((await asked('llama.cpp')).suffix, true);
    });

    it('or rejects, for an endpoint that is no address', async () => {
      const backend = servers.backend('nonsense address');
      await assert.rejects(backend.capabilities(), /endpoint/);
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

    it('llama.cpp: an infill, with log probabilities, usage and times', async () => {
      const top = [{ id: 7, token: 'x', bytes: [120], logprob: -2 }];
      const scored = { id: 1, token: 'a', bytes: [97], logprob: -0.5, top_logprobs: top };
      const raw = await servers.raw((socket) =>
        socket.write(
          streamed(
            event({ index: 0, content: 'a', stop: false, completion_probabilities: [scored] }),
            event({
              index: 0,
              content: '',
              stop: true,
              stop_type: 'limit',
              model: 'qwen',
              tokens_predicted: 1,
              tokens_evaluated: 8,
              timings: { cache_n: 5, prompt_ms: 20, predicted_ms: 30 },
            }),
          ),
        ),
      );
      const request = { ...REQUEST, suffix: 'after', logprobs: 1 };
      const { completion, error } = await complete(raw.url, request, { dialect: 'llama.cpp' });
      assert.equal(error, undefined);
      assert.equal(completion.text, 'a');
      assert.equal(completion.model, 'qwen');
      assert.equal(completion.choices[0]?.finishReason, 'length');
      assert.deepEqual(completion.choices[0].logprobs, {
        tokens: ['a'],
        token_logprobs: [-0.5],
        top_logprobs: [{ x: -2 }],
        text_offset: [0],
      });
      assert.equal(completion.usage?.total_tokens, 9);
      assert.equal(completion.usage.prompt_tokens_details?.cached_tokens, 5);
      assert.equal(completion.timeInfo?.total_time, 0.05);
    });

    it('Ollama: lines, cut anywhere, with log probabilities, usage and times', async () => {
      const logprobs = [{ token: 'é', logprob: -0.5, bytes: [195, 169], top_logprobs: [] }];
      const lines = [
        { model: 'q', created_at: '2026-11-24T03:00:00Z', response: 'é', done: false, logprobs },
        {
          model: 'q',
          response: '',
          done: true,
          done_reason: 'stop',
          prompt_eval_count: 4,
          eval_count: 1,
          total_duration: 3e9,
          load_duration: 1e9,
        },
      ];
      const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      const pieces = Array.from(bytes, (byte) => Uint8Array.of(byte));
      const raw = await servers.raw((socket) => socket.write(streamed(...pieces)));
      const request = { ...REQUEST, logprobs: 1 };
      const { completion, error } = await complete(raw.url, request, { dialect: 'ollama' });
      assert.equal(error, undefined);
      assert.equal(completion.text, 'é');
      assert.deepEqual(completion.choices[0]?.logprobs?.token_logprobs, [-0.5]);
      assert.equal(completion.choices[0].finishReason, 'stop');
      assert.equal(completion.usage?.total_tokens, 5);
      assert.equal(completion.timeInfo?.queue_time, 1);
      assert.match(raw.requests[0]?.head ?? '', /^POST \/api\/generate /);
    });

    it('Ollama: an error in the middle, and an end before the end', async () => {
      const line = `${JSON.stringify({ response: 'a', done: false })}\n`;
      for (const [rest, kind] of [
        ['{"error":"the model broke"}\n', 'server'],
        ['', 'truncated'],
        ['{"response":"b', 'truncated'],
      ] as const) {
        const raw = await servers.raw((socket) => socket.write(streamed(line, rest || '\n')));
        const { completion, error } = await complete(raw.url, REQUEST, { dialect: 'ollama' });
        assert.equal(completion.text, 'a');
        assert.equal(error?.kind, kind);
      }
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

    it('adds what Cerebras tells everyone about its models, and asks that without the key', async () => {
      const key = 'csk-1';
      const raw = await servers.raw((socket, { head }) => {
        const isPublic = head.startsWith('GET /public/v1/models ');
        const limits = { max_context_length: 131072, max_completion_tokens: 40960 };
        const pricing = { prompt: '0.00000035', completion: '0.00000075' };
        const model = isPublic ? { id: 'a', limits, pricing, preview: true } : { id: 'a' };
        socket.write(streamed(JSON.stringify({ data: [model] })));
      });
      const backend = servers.backend(raw.url, { apiKey: () => Promise.resolve(key) });
      const [model] = await backend.models(new AbortController().signal);
      assert.deepEqual(model, {
        id: 'a',
        contextLength: 131072,
        mostTokens: 40960,
        price: { prompt: 3.5e-7, completion: 7.5e-7 },
        preview: true,
      });
      const isPublic = ({ head }: { head: string }) => head.includes('/public/');
      assert.doesNotMatch(raw.requests.find(isPublic)?.head ?? '', /csk-1/);
      assert.equal(raw.requests.filter(({ head }) => head.includes(key)).length, 1);
    });

    it('asks the list for everyone with the key, where the server wants it', async () => {
      const raw = await servers.raw((socket, { head }) => {
        const isRefused = head.includes('/public/') && !/authorization: /i.test(head);
        const body = JSON.stringify(isRefused ? {} : { data: [{ id: 'a', preview: true }] });
        const status = isRefused ? '401 Unauthorized' : '200 OK';
        socket.write(`HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      });
      const backend = servers.backend(raw.url, { apiKey: () => Promise.resolve('key') });
      const [model] = await backend.models(new AbortController().signal);
      assert.equal(model?.preview, true);
    });

    it('rejects with the reason of the signal when aborted', async () => {
      const backend = servers.backend(server.url);
      const reason = new Error('no longer wanted');
      await assert.rejects(backend.models(AbortSignal.abort(reason)), reason);
    });
  });
});
