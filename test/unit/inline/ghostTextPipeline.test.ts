import assert from 'node:assert/strict';
import { CompletionError } from '../../../src/completions/completionError';
import { GhostTextPipeline, type GhostTextOptions } from '../../../src/inline/ghostTextPipeline';
import { picture } from '../../support/picture';
import { promptFor } from '../../support/promptTesting';
import { ScriptedBackend, type ScriptedToken } from '../../support/scriptedBackend';

const OPTIONS: GhostTextOptions = {
  parameters: { model: 'scripted', logprobs: true },
  multiLine: true,
  leastProbability: 0.5,
  delay: 0,
};

/** A pipeline over a backend that says `tokens`, and what it told its listener. */
function pipelineOver(...tokens: ScriptedToken[]) {
  const backend = new ScriptedBackend(tokens);
  const events: string[] = [];
  let reads = 0;
  const pipeline = new GhostTextPipeline(backend, () => 0, {
    thinking: () => events.push('thinking'),
    idle: () => events.push('idle'),
    failed: (error) => events.push(error.kind),
  });
  const at = async (
    document: string,
    {
      explicit = false,
      signal = new AbortController().signal,
      ...options
    }: {
      explicit?: boolean;
      signal?: AbortSignal;
    } & Partial<GhostTextOptions> = {},
  ) => {
    const request = {
      window: picture(document),
      explicit,
      prompt: () => Promise.resolve(promptFor(document, { verbatim: true })),
      options: () => {
        reads++;
        return Promise.resolve({ ...OPTIONS, ...options });
      },
    };
    return (await pipeline.complete(request, signal))?.text;
  };
  return { backend, events, pipeline, at, optionsRead: () => reads };
}

function failure(kind: CompletionError['kind']): CompletionError {
  return new CompletionError({ kind, message: 'It failed.', remedy: 'Mend it.' });
}

describe('The ghost-text pipeline', () => {
  it('shows what the backend says, to the end of the line', async () => {
    const { at, backend } = pipelineOver('x', ' + ', '1;', '\n', 'more', 'more');
    assert.equal(await at('const a = |\n'), 'x + 1;');
    assert.equal(backend.requests[0]?.prompt, 'const a = ');
    assert.equal(backend.requests[0].suffix, '\n');
  });

  it('stops the request as soon as it has what it wants', async () => {
    const { at, backend } = pipelineOver('x;', '\n', 'more', 'and more');
    await at('const a = |');
    assert.equal(backend.taken, 2);
    assert.equal(backend.stopped, 1);
  });

  it('ends where the model stops being sure', async () => {
    const { at } = pipelineOver(['x', 0.9], [' + ', 0.9], ['secret', 0.1]);
    assert.equal(await at('const a = |'), 'x +');
  });

  it('answers typing along from memory, without a request', async () => {
    const { at, backend } = pipelineOver('compute', '();');
    assert.equal(await at('const a = |'), 'compute();');
    assert.equal(await at('const a = c|'), 'ompute();');
    assert.equal(await at('const a = comp|'), 'ute();');
    assert.equal(backend.requests.length, 1);
  });

  it('asks again when the person goes another way', async () => {
    const { at, backend } = pipelineOver('compute();');
    await at('const a = |');
    backend.tokens = ['ead();'];
    assert.equal(await at('const a = r|'), 'ead();');
    assert.equal(backend.requests.length, 2);
  });

  it('asks nothing inside a word, unless told to', async () => {
    const { at, backend } = pipelineOver('x');
    assert.equal(await at('com|pute'), undefined);
    assert.equal(backend.requests.length, 0);
    assert.equal(await at('com|pute', { explicit: true }), 'x');
  });

  it('shows nothing rather than white space', async () => {
    const { at } = pipelineOver('  ', '\n', '\n', '\n');
    assert.equal(await at('a;|'), undefined);
  });

  it('gives up silently when aborted while waiting for the next keystroke', async () => {
    const { at, backend } = pipelineOver('x');
    const controller = new AbortController();
    const answer = at('a|', { delay: 60_000, signal: controller.signal });
    controller.abort();
    assert.equal(await answer, undefined);
    assert.equal(backend.requests.length, 0);
  });

  it('neither shows nor remembers half a completion that was aborted', async () => {
    const { at, backend } = pipelineOver('compute', '();');
    const controller = new AbortController();
    const answer = at('a = |', { signal: controller.signal });
    await Promise.resolve();
    controller.abort();
    assert.equal(await answer, undefined);
    backend.tokens = ['other();'];
    assert.equal(await at('a = |'), 'other();');
  });

  it('tells of a failure once and then rests, but still obeys an explicit wish', async () => {
    const { at, backend, events } = pipelineOver('x');
    backend.failure = failure('authentication');
    assert.equal(await at('a|'), undefined);
    assert.equal(await at('ab|'), undefined);
    assert.deepEqual(events, ['thinking', 'authentication']);
    assert.equal(backend.requests.length, 1);
    await at('abc|', { explicit: true });
    assert.equal(backend.requests.length, 2);
  });

  it('starts afresh after a reset', async () => {
    const { at, backend, pipeline } = pipelineOver('x');
    backend.failure = failure('authentication');
    await at('a|');
    pipeline.reset();
    backend.failure = undefined;
    assert.equal(await at('ab|'), 'x');
  });

  it('does not let a failure from before a reset count after it', async () => {
    const { at, backend, pipeline, events } = pipelineOver('x');
    backend.failure = failure('authentication');
    const old = at('a|');
    pipeline.reset();
    assert.equal(await old, undefined);
    backend.failure = undefined;
    assert.equal(await at('ab|'), 'x');
    assert.ok(!events.includes('authentication'), events.join());
  });

  it('does not remember what was asked for before a reset', async () => {
    const { at, backend, pipeline } = pipelineOver('old();');
    const old = at('a = |');
    pipeline.reset();
    await old;
    backend.tokens = ['new();'];
    assert.equal(await at('a = |'), 'new();');
  });

  it('looks at no options where memory answers', async () => {
    const { at, optionsRead } = pipelineOver('compute', '();');
    await at('const a = |');
    assert.equal(optionsRead(), 1);
    await at('const a = c|');
    assert.equal(optionsRead(), 1);
  });

  it('says when it thinks and when it is idle', async () => {
    const { at, events } = pipelineOver('x');
    await at('a|');
    assert.deepEqual(events, ['thinking', 'idle']);
  });
});
