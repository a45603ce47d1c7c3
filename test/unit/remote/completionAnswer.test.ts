import assert from 'node:assert/strict';
import type { CompletionChunk } from '../../../src/completions/completionChunk';
import { seededRandom } from '../../../src/local/random';
import { COMPLETION_FORM } from '../../../src/remote/answerForm';
import { ANSWER_LIMITS } from '../../../src/remote/answerLimits';
import { CompletionAnswer } from '../../../src/remote/completionAnswer';
import { StreamedCompletion } from '../../../src/remote/streamedCompletion';
import { event, textEvent } from './rawServer';
import { outcomeOf } from './remoteTesting';

/** What comes of an answer whose bytes come in `pieces`; a failure of the transport may end them. */
async function read(pieces: readonly (string | Uint8Array | Error)[], expectedChoices = 1) {
  let finishedAfter: number | undefined;
  let given = 0;
  const answer = new CompletionAnswer({
    form: COMPLETION_FORM,
    request: { origin: 'http://server', path: '/v1/completions', apiKey: undefined },
    headers: {},
    expectedChoices,
    limits: ANSWER_LIMITS,
    source: { pause: () => undefined, resume: () => undefined },
    onBegun: () => undefined,
    onFailed: () => undefined,
    onFinished: () => (finishedAfter ??= given),
  });
  const arrive = async () => {
    for (const piece of pieces) {
      given++;
      if (piece instanceof Error) answer.end(piece);
      else answer.take(Buffer.from(piece));
      await Promise.resolve();
    }
    answer.end();
  };
  const [outcome] = await Promise.all([outcomeOf(streamOf(answer)), arrive()]);
  return { ...outcome, finishedAfter };
}

/** What comes of `answer`, as its consumer has it. */
function streamOf(answer: CompletionAnswer): StreamedCompletion {
  const exchange = { finish: () => undefined, dispose: () => undefined };
  const { signal } = new AbortController();
  return new StreamedCompletion(signal, () => Promise.resolve({ answer, exchange }));
}

/** A chunk of one token with log probabilities. */
function scored(text: string, index = 0) {
  const logprobs = {
    tokens: [text],
    token_logprobs: [-0.5],
    top_logprobs: [{ [text]: -0.5, other: -2 }],
    text_offset: [40],
  };
  return { choices: [{ index, text, logprobs, finish_reason: null }] };
}

/** The chunks of `chunks` with one piece each. */
function singly(chunks: readonly CompletionChunk[]): CompletionChunk[] {
  return chunks.flatMap((chunk) =>
    chunk.choices.length < 2
      ? [chunk]
      : chunk.choices.map((piece) => ({ ...chunk, choices: [piece] })),
  );
}

/** A UTF-16 code unit as JSON may write it. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const USAGE = { prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 };

describe('CompletionAnswer', () => {
  it('gives the same chunks for any division of the bytes', async () => {
    const stream = [
      '\uFEFF: hello\r\n\r\n',
      event(scored('let ')).replaceAll('\n', '\r\n'),
      event(scored('é😀')).replaceAll('\n', '\r'),
      event(scored('two', 1)),
      'event: ping\ndata:\n\n',
      event({ choices: [], usage: USAGE }),
      event(scored('<|eot')),
      'data: {"choices":\ndata: [{"text":"_id|>","index":0}]}\n\n',
      textEvent('', 'stop'),
      event({ choices: [{ index: 1, finish_reason: 'length' }], time_info: { total_time: 2 } }),
      'data: [DONE]',
    ].join('');
    const bytes = Buffer.from(stream);
    const whole = await read([bytes], 2);
    assert.equal(whole.error, undefined);
    assert.deepEqual(
      whole.completion.choices.map(({ text, finishReason }) => [text, finishReason]),
      [
        ['let é😀', 'stop'],
        ['two', 'length'],
      ],
    );
    assert.deepEqual(whole.completion.choices[0]?.logprobs?.text_offset, [0, 4]);
    assert.deepEqual(whole.completion.usage, USAGE);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const { chunks } = await read([bytes.subarray(0, cut), bytes.subarray(cut)], 2);
      assert.deepEqual(chunks, whole.chunks, `cut at ${cut}`);
    }
    const random = seededRandom(11, 0);
    for (let round = 0; round < 200; round++) {
      const pieces: Buffer[] = [];
      for (let start = 0; start < bytes.length;) {
        const end = start + 1 + Math.floor(random() ** 3 * 60);
        pieces.push(bytes.subarray(start, end));
        start = end;
      }
      assert.deepEqual((await read(pieces, 2)).chunks, whole.chunks, `round ${round}`);
    }
  });

  it('gives the same whether events are parsed or known by the frame they repeat', async () => {
    const random = seededRandom(7, 0);
    const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
    const texts = [
      ' word',
      '',
      '\n',
      '"',
      '\\',
      'é',
      '😀',
      '\ud83d',
      '\ude00',
      '<',
      '<|eot_id|>',
      '>',
    ];
    texts.push('a token that is long', '\ufffd', '\u2028', '\t', '}', 'data: ');
    const written = [
      JSON.stringify,
      (text: string) => JSON.stringify(text).replace(/[^ -~]/g, escaped),
    ];
    const others = [
      ': ping\n\n',
      'event: note\ndata: x\n\n',
      'data:\n\n',
      '\n',
      'data: [DONE]\n\n',
    ];
    others.push('event: error\ndata: {"error":"x"}\n\n', 'data: {"error":{"message":"y"}}\n\n');
    others.push('data: {"choi\n\n', textEvent('end', 'stop'), event(scored('b')));
    others.push(event({ choices: [], usage: USAGE }), event(scored('c', 1)));
    let parsedOnly = 0;
    for (let round = 0; round < 120; round++) {
      const lineEnd = pick(['\n', '\n', '\r\n', '\r']);
      let id = 0;
      const isScored = round % 2 === 1;
      const events = Array.from({ length: 40 }, () => {
        if (random() < 0.03) id++;
        if (random() < 0.04) return pick(others);
        const text = pick(written)(pick(texts));
        const other = pick(written)(pick(texts));
        const logprobs = isScored
          ? `,"logprobs":{"tokens":[${random() < 0.9 ? text : other}],"token_logprobs":[-${random()}],"top_logprobs":[{${text}:-1,${other}:-${random()}}],"text_offset":[7]}`
          : '';
        return `data: {"id":"${id}","choices":[{"index":0,"text":${text}${logprobs},"finish_reason":null}]}\n\n`;
      });
      const lines = events
        .join('')
        .split(/(?<=\n)/)
        .map((line) => line.replace('\n', lineEnd));
      const divided: Buffer[] = [];
      const bytes = Buffer.from(lines.join(''));
      for (let start = 0; start < bytes.length;) {
        const end = start + 1 + Math.floor(random() ** 2 * 900);
        divided.push(bytes.subarray(start, end));
        start = end;
      }
      // Line by line nothing is known by its frame: that takes the blank line after it.
      const parsed = await read(lines, 1);
      parsedOnly += parsed.chunks.length;
      for (const pieces of [[bytes], divided]) {
        const known = await read(pieces, 1);
        assert.deepStrictEqual(singly(known.chunks), parsed.chunks, `round ${round}`);
        assert.deepStrictEqual(known.error, parsed.error);
      }
      if (lineEnd === '\n')
        assert.ok((await read([bytes], 1)).chunks.length <= parsed.chunks.length);
    }
    assert.ok(parsedOnly > 600, String(parsedOnly));
  });

  it('gives events that repeat each other in one chunk where they came together', async () => {
    const events = ['a', 'b', 'c', 'd', 'e'].map((text) => textEvent(text));
    const { chunks } = await read([events.join(''), textEvent('f'), textEvent('', 'stop')]);
    const texts = chunks.map(({ choices }) => choices.map(({ text }) => text));
    assert.deepEqual(texts, [['a'], ['b'], ['c', 'd', 'e'], ['f'], ['']]);
  });

  it('reads nothing after the end mark', async () => {
    const { completion, error } = await read([
      `${textEvent('a')}data: [DONE]\n\n${textEvent('b')}data: nonsense\n\n`,
    ]);
    assert.equal(completion.text, 'a');
    assert.equal(error, undefined);
  });

  it('finds usage in any chunk', async () => {
    for (const usageFirst of [true, false]) {
      const [first, last] = usageFirst ? [{ usage: USAGE }, {}] : [{}, { usage: USAGE }];
      const { completion } = await read([
        event({ ...scored('a'), ...first }),
        event({ choices: [{ index: 0, finish_reason: 'stop' }], ...last }),
      ]);
      assert.deepEqual(completion.usage, USAGE);
    }
  });

  it('gives the last event though neither a line end nor an end mark came', async () => {
    const { completion, error } = await read([textEvent('a'), textEvent('b', 'stop').trimEnd()]);
    assert.equal(completion.text, 'ab');
    assert.equal(error, undefined);
  });

  it('tells an answer that broke off from a whole one, and keeps what came', async () => {
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    for (const end of [[], [textEvent('lost').slice(0, 20)], [reset], ['data: [DON']]) {
      const { completion, error } = await read([textEvent('a'), textEvent('b'), ...end]);
      assert.equal(completion.text, 'ab');
      assert.equal(error?.kind, 'truncated');
      assert.equal(error.retryable, true);
    }
  });

  it('is content with what breaks off after the last choice has finished', async () => {
    const { completion, error } = await read([textEvent('a', 'stop'), new Error('reset')]);
    assert.equal(completion.text, 'a');
    assert.equal(error, undefined);
  });

  it('gives every chunk before the event that is an error', async () => {
    const failure = { error: { message: 'Out of memory.' }, status_code: 500 };
    const { completion, error } = await read([
      textEvent('a') + textEvent('b') + event(failure) + textEvent('c', 'stop'),
    ]);
    assert.equal(completion.text, 'ab');
    assert.equal(error?.kind, 'server');
  });

  it('gives every chunk before the event that is no JSON', async () => {
    const { completion, error } = await read([`${textEvent('a')}data: {"choi\n\n`, 'more']);
    assert.equal(completion.text, 'a');
    assert.equal(error?.kind, 'protocol');
  });

  it('lets the server wait while the consumer is far behind', () => {
    const calls: string[] = [];
    const answer = new CompletionAnswer({
      form: COMPLETION_FORM,
      request: { origin: 'http://server', path: '/v1/completions', apiKey: undefined },
      headers: {},
      expectedChoices: 1,
      limits: ANSWER_LIMITS,
      source: { pause: () => calls.push('pause'), resume: () => calls.push('resume') },
      onBegun: () => undefined,
      onFailed: () => undefined,
      onFinished: () => undefined,
    });
    for (let count = 0; count < 3; count++)
      answer.take(Buffer.from(textEvent('x'.repeat(100_000))));
    assert.deepEqual(calls, ['pause']);
    assert.equal(answer.takeReady().length, 3);
    assert.deepEqual(calls, ['pause', 'resume']);
  });

  it('says when the last choice has finished, once', async () => {
    const { finishedAfter } = await read(
      [
        textEvent('a', 'stop'),
        textEvent('', 'stop'),
        event({ choices: [{ index: 1, text: 'b', finish_reason: 'stop' }] }),
        event({ choices: [], usage: USAGE }),
      ],
      2,
    );
    assert.equal(finishedAfter, 3);
  });
});
