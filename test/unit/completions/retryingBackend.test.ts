import assert from 'node:assert/strict';
import type { CompletionBackend } from '../../../src/completions/completionBackend';
import { CompletionAccumulator } from '../../../src/completions/completionAccumulator';
import {
  CompletionError,
  type CompletionErrorDetails,
  isCompletionError,
} from '../../../src/completions/completionError';
import { RetryingBackend } from '../../../src/completions/retryingBackend';
import { ScriptedBackend, tokenChunk } from '../../support/scriptedBackend';

const request = { model: 'm', prompt: 'p' };
const { signal: never } = new AbortController();

function failure(details: Partial<CompletionErrorDetails> = {}): CompletionError {
  return new CompletionError({
    kind: 'server',
    message: '',
    remedy: '',
    retryable: true,
    ...details,
  });
}

function failingAfter(tokens: readonly string[], error: Error) {
  return async function* () {
    await Promise.resolve();
    for (const token of tokens) yield tokenChunk(token);
    throw error;
  };
}

/** A backend that fails with each of `failures` in turn before it answers. */
function failing(failures: readonly Error[], tokensBefore: readonly string[] = []) {
  const answers = failures.map((error) => failingAfter(tokensBefore, error));
  let attempts = 0;
  const last = new ScriptedBackend(['text']);
  const backend: CompletionBackend = {
    complete: (...how) => answers[attempts++]?.() ?? last.complete(...how),
    models: () => last.models(),
    capabilities: () => last.capabilities(),
    allowance: () => last.allowance(),
  };
  return { backend, attempts: () => attempts };
}

/** What comes of a request, and how long was waited before each retry. */
async function outcome(
  { backend, attempts }: ReturnType<typeof failing>,
  { random = 0, signal = never, onWait = (): void => undefined } = {},
) {
  const waits: number[] = [];
  const told: CompletionError[] = [];
  const clock = {
    random: () => random,
    wait: (milliseconds: number) => {
      waits.push(milliseconds);
      onWait();
      return Promise.resolve();
    },
  };
  const retrying = new RetryingBackend(backend, clock, (error) => told.push(error));
  const completion = new CompletionAccumulator();
  let error: CompletionError | undefined;
  try {
    for await (const chunk of retrying.complete(request, signal)) completion.add(chunk);
  } catch (thrown) {
    assert.ok(isCompletionError(thrown));
    error = thrown;
  }
  return { text: completion.text, error, waits, told, attempts: attempts() };
}

describe('A request that a person waits for', () => {
  it('is sent once where all goes well', async () => {
    const { text, attempts, waits } = await outcome(failing([]));
    assert.deepEqual([text, attempts, waits], ['text', 1, []]);
  });

  it('is sent again after half a second, then one, and no more than three times', async () => {
    const twice = await outcome(failing([failure(), failure()]));
    assert.deepEqual([twice.text, twice.waits, twice.told.length], ['text', [500, 1000], 2]);
    const thrice = await outcome(failing([failure(), failure(), failure()]));
    assert.equal(thrice.error?.kind, 'server');
    assert.equal(thrice.attempts, 3);
  });

  it('waits up to a quarter less, so that not everybody comes back at once', async () => {
    const { waits } = await outcome(failing([failure(), failure()]), { random: 1 });
    assert.deepEqual(waits, [375, 750]);
  });

  it('waits as long as the server says, if that is not too long', async () => {
    const { waits } = await outcome(failing([failure({ kind: 'rateLimit', retryAfter: 3_000 })]));
    assert.deepEqual(waits, [3_000]);
    const tooLong = await outcome(failing([failure({ kind: 'rateLimit', retryAfter: 60_000 })]));
    assert.deepEqual([tooLong.waits, tooLong.error?.kind], [[], 'rateLimit']);
  });

  it('is not sent again where that is of no use', async () => {
    const { attempts } = await outcome(failing([failure({ retryable: false })]));
    assert.equal(attempts, 1);
  });

  it('is not sent again once a part of the answer has come', async () => {
    const begun = await outcome(failing([failure()], ['some ']));
    assert.deepEqual([begun.text, begun.attempts, begun.error?.kind], ['some ', 1, 'server']);
    const broken = await outcome(failing([failure({ kind: 'truncated' })]));
    assert.equal(broken.attempts, 1);
  });

  it('ends silently when it is aborted while it waits', async () => {
    const abort = new AbortController();
    const onWait = () => {
      abort.abort();
    };
    const { error, attempts } = await outcome(failing([failure()]), {
      signal: abort.signal,
      onWait,
    });
    assert.deepEqual([error, attempts], [undefined, 1]);
  });

  it('lets an error through that is none of a backend', async () => {
    await assert.rejects(outcome(failing([new TypeError('a bug')])));
  });

  it('is for the same backend otherwise', async () => {
    const backend = new ScriptedBackend([]);
    const clock = { random: () => 0, wait: () => Promise.resolve() };
    const retrying = new RetryingBackend(backend, clock, () => undefined);
    assert.deepEqual(await retrying.models(never), await backend.models());
    assert.equal(await retrying.capabilities(), backend.known);
    assert.equal(await retrying.allowance('m'), backend.allowed);
  });
});
