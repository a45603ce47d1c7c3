import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import * as v from 'valibot';
import { CompletionAccumulator } from '../../../../src/completions/completionAccumulator';
import {
  type CompletionChunk,
  completionChunkSchema,
} from '../../../../src/completions/completionChunk';
import { isCompletionError } from '../../../../src/completions/completionError';
import { RemoteBackend } from '../../../../src/remote/remoteBackend';
import type { FaultCase } from './faultCase';
import { type FaultServer, SOUND_TEXT } from './faultServer';

const KEY = 'csk-0123456789-never-shown';

/** Much longer than any case needs: what is still open then hangs. */
const LONGEST_CASE = 60_000;

/** What came of a case. */
interface FaultOutcome {
  readonly completion: CompletionAccumulator;
  readonly chunks: readonly CompletionChunk[];
  readonly error: unknown;
  /** Whether the caller aborted or left, so that the end was not seen. */
  readonly stopped: boolean;
}

/**
 * Runs one case, and a request without a fault after it on the same connections.
 *
 * @throws AssertionError where what came of it is not what it has to be
 */
export async function runCase(fault: FaultCase, server: FaultServer): Promise<void> {
  const stalls = fault.answer.ending === 'stall';
  const backend = new RemoteBackend({
    endpoint: server.url,
    dialect: 'cerebras',
    apiKey: () => Promise.resolve(KEY),
    userAgent: 'inkling-test',
    // Long enough for a slow machine wherever the server does go on.
    deadlines: stalls
      ? { firstByte: 60, betweenChunks: 60, afterFinish: 20 }
      : { firstByte: LONGEST_CASE, betweenChunks: LONGEST_CASE, afterFinish: 1000 },
    limits: { event: 100_000 },
  });
  const user = server.userFor(fault);
  let alarm: NodeJS.Timeout | undefined;
  const hangs = new Promise<never>((_, reject) => {
    alarm = setTimeout(() => {
      reject(new Error('The case hangs.'));
    }, LONGEST_CASE);
  });
  try {
    check(fault, await Promise.race([outcomeOf(fault, backend, user), hangs]));
    await Promise.race([checkStillWorks(backend, stalls), hangs]);
  } finally {
    clearTimeout(alarm);
    server.forget(user);
    backend.dispose();
  }
}

async function outcomeOf(
  { caller, choices }: FaultCase,
  backend: RemoteBackend,
  user: string,
): Promise<FaultOutcome> {
  const aborting = new AbortController();
  const { abortAfterChunks, abortAfterMilliseconds, leaveAfterChunks } = caller;
  if (abortAfterChunks === 0) aborting.abort();
  const timer = setTimeout(() => {
    if (abortAfterMilliseconds !== undefined) aborting.abort();
  }, abortAfterMilliseconds ?? 0);
  const completion = new CompletionAccumulator();
  const chunks: CompletionChunk[] = [];
  const request = { prompt: 'A case.', user, model: 'faulty', max_tokens: 50, n: choices };
  let error: unknown;
  let left = false;
  try {
    for await (const chunk of backend.complete(request, aborting.signal)) {
      assert.ok(!aborting.signal.aborted, 'A chunk came after the caller aborted.');
      chunks.push(chunk);
      completion.add(chunk);
      if (chunks.length === abortAfterChunks) aborting.abort();
      left = chunks.length === leaveAfterChunks;
      if (left) break;
    }
  } catch (thrown) {
    error = thrown;
  } finally {
    clearTimeout(timer);
  }
  return { completion, chunks, error, stopped: left || aborting.signal.aborted };
}

/** Checks what has to be true of every case. */
function check({ answer, truth }: FaultCase, outcome: FaultOutcome): void {
  const { completion, chunks, error, stopped } = outcome;
  if (error instanceof assert.AssertionError) throw error;
  assert.ok(error === undefined || isCompletionError(error), `Thrown: ${inspect(error)}`);
  assert.doesNotMatch(inspect(error, { showHidden: true, depth: 9 }), new RegExp(KEY));
  for (const chunk of chunks) checkForm(chunk);
  const texts = new Map(completion.choices.map((choice, at) => [indexAt(chunks, at), choice]));
  for (const [index, whole] of truth.texts.entries()) {
    const text = texts.get(index)?.text ?? '';
    const sent = truth.events.slice(0, answer.untouched).filter(({ choice }) => choice === index);
    const kept = sent.map((event) => event.text).join('');
    if (!stopped) assert.ok(text.startsWith(kept), `Lost of ${quoted(kept)}: ${quoted(text)}`);
    if (!answer.truthful) continue;
    const most = whole + (truth.leaked[index] ?? '');
    assert.ok(most.startsWith(text), `Not the beginning of ${quoted(whole)}: ${quoted(text)}`);
    if (error === undefined && !stopped) assert.equal(text, whole);
  }
  if (stopped) return;
  if (answer.outcome === 'whole') assert.equal(error, undefined);
  if (answer.outcome === 'error') assert.ok(error, 'There is no error.');
}

function checkForm(chunk: CompletionChunk): void {
  assert.ok(v.is(completionChunkSchema, chunk), inspect(chunk));
  for (const { logprobs } of chunk.choices) {
    const length = logprobs?.tokens.length;
    assert.equal(logprobs?.token_logprobs.length, length);
    assert.equal(logprobs?.top_logprobs.length, length);
    assert.equal(logprobs?.text_offset.length, length);
  }
}

/** The index of the choice that is `place` in the order of indexes. */
function indexAt(chunks: readonly CompletionChunk[], place: number): number | undefined {
  const indexes = new Set(chunks.flatMap(({ choices }) => choices.map(({ index }) => index)));
  return [...indexes].sort((a, b) => a - b)[place];
}

/** Whatever happened before, the next request works; with short deadlines at last. */
async function checkStillWorks(backend: RemoteBackend, mayTimeOut: boolean): Promise<void> {
  const completion = new CompletionAccumulator();
  const { signal } = new AbortController();
  const request = { prompt: 'after the fault', model: 'sound', max_tokens: 5 };
  try {
    for await (const chunk of backend.complete(request, signal)) completion.add(chunk);
  } catch (error) {
    if (!mayTimeOut || !isCompletionError(error) || error.kind !== 'timeout') throw error;
    return checkStillWorks(backend, mayTimeOut);
  }
  assert.equal(completion.text, SOUND_TEXT);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
