import assert from 'node:assert/strict';
import { CompletionAccumulator } from '../../../src/completions/completionAccumulator';
import type { CompletionChunk } from '../../../src/completions/completionChunk';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import { StoppingBackend } from '../../../src/completions/stoppingBackend';
import { ScriptedBackend, type ScriptedToken } from '../../support/scriptedBackend';

const { signal } = new AbortController();

/** What comes of a request to a server that takes one stop sequence. */
async function answer(tokens: readonly ScriptedToken[], request: Partial<CompletionRequest>) {
  const server = new ScriptedBackend(tokens);
  server.known = { ...server.known, mostStops: 1 };
  return { ...(await read(new StoppingBackend(server), request)), server };
}

async function read(backend: StoppingBackend, request: Partial<CompletionRequest>) {
  const completion = new CompletionAccumulator();
  const texts: string[] = [];
  for await (const chunk of backend.complete({ model: 'm', prompt: 'p', ...request }, signal)) {
    completion.add(chunk);
    texts.push(chunk.choices.map(({ text }) => text ?? '').join(''));
  }
  return { completion, texts };
}

/** A server that says these chunks. */
class ChunkBackend extends ScriptedBackend {
  constructor(private readonly chunks: readonly CompletionChunk[]) {
    super([]);
  }

  override async *complete(): AsyncIterable<CompletionChunk> {
    await Promise.resolve();
    yield* this.chunks;
  }
}

describe('StoppingBackend', () => {
  it('sends the first stop sequences, and ends the answer at the others itself', async () => {
    const { completion, server } = await answer(['a', 'b', 'EN', 'D', 'c'], {
      stop: [';', 'END', 'STOP'],
    });
    assert.deepEqual(server.requests[0]?.stop, [';']);
    assert.equal(completion.text, 'ab');
    assert.equal(completion.choices[0]?.finishReason, 'stop');
  });

  it('leaves the stream there, so that no more is paid for', async () => {
    const { server } = await answer(['a', 'END', 'b', 'c'], { stop: [';', 'END'] });
    assert.equal(server.taken, 2);
    assert.equal(server.stopped, 1);
  });

  it('passes all on as it comes where the server takes all, once each', async () => {
    const { server, texts } = await answer(['a', ';', 'b'], { stop: [';', ';'] });
    assert.deepEqual(server.requests[0]?.stop, [';', ';']);
    assert.deepEqual(texts, ['a', ';', 'b']);
  });

  it('holds back what may begin a stop sequence, and nothing else', async () => {
    const { texts } = await answer(['a', 'E', 'N', 'b', 'EN'], { stop: [';', 'END'] });
    assert.deepEqual(texts, ['a', '', '', 'ENb', '', 'EN']);
  });

  it('cuts the log probabilities with the text: a token cut short has none', async () => {
    const { completion } = await answer(['a', ['bEND', 0.5]], { stop: [';', 'END'] });
    const { logprobs, text } = completion.choices[0] ?? {};
    assert.equal(text, 'ab');
    assert.deepEqual(logprobs?.tokens, ['a', 'b']);
    assert.deepEqual(logprobs.token_logprobs, [0, null]);
  });

  it('does not look into the echoed prompt', async () => {
    const prompt = 'END p';
    const request = { prompt, echo: true, stop: [';', 'END'] };
    const { completion } = await answer(['EN', 'D p', 'a', 'END'], request);
    assert.equal(completion.text, 'END pa');
  });

  it('sends what fits where raw tokens are wanted', async () => {
    const request = { return_raw_tokens: true, stop: [';', 'END'] };
    const { server } = await answer([], request);
    assert.deepEqual(server.requests[0]?.stop, [';']);
  });

  it('ends each choice at its own place, and the answer with the last', async () => {
    const piece = (index: number, text: string) => ({ choices: [{ index, text }] });
    const backend = new ChunkBackend([
      piece(0, 'a'),
      piece(1, 'bEND'),
      piece(0, 'c'),
      piece(1, 'no more'),
      piece(0, 'END'),
      piece(0, 'no more'),
    ]);
    const request = { n: 2, stop: ['1', '2', '3', '4', 'END'] };
    const { completion } = await read(new StoppingBackend(backend), request);
    assert.deepEqual(
      completion.choices.map(({ text }) => text),
      ['ac', 'b'],
    );
  });

  it('hears the usage of an answer that ends by itself', async () => {
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const backend = new ChunkBackend([
      { choices: [{ index: 0, text: 'aE', finish_reason: 'length' }] },
      { choices: [], usage },
    ]);
    const request = { stop: ['1', '2', '3', '4', 'END'] };
    const { completion } = await read(new StoppingBackend(backend), request);
    assert.equal(completion.text, 'aE');
    assert.deepEqual(completion.usage, usage);
  });

  it('takes any number of them', async () => {
    const { mostStops } = await new StoppingBackend(new ScriptedBackend([])).capabilities();
    assert.equal(mostStops, Infinity);
  });
});
