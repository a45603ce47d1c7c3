import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/local/random';
import { type AnswerForm, CHAT_FORM, COMPLETION_FORM } from '../../../src/remote/answerForm';
import { INFILL_FORM, LLAMA_COMPLETION_FORM } from '../../../src/remote/infillAnswer';
import { RepeatedFrame } from '../../../src/remote/repeatedFrame';
import { readWireChunk } from '../../../src/remote/wireChunk';

/** Reads events one by one, as the reader of a stream does; says which of them needed no parser. */
function reading(form: AnswerForm = COMPLETION_FORM) {
  const frame = new RepeatedFrame((value) => readWireChunk(value, form));
  const parsed = (data: string) => readWireChunk(JSON.parse(data), form);
  return {
    frame,
    learn: (...events: string[]): void => {
      for (const data of events) frame.note(data, parsed(data));
    },
    /** Whether `data` is read without the parser; if so it has to be read as the parser reads it. */
    isKnown: (data: string): boolean => {
      const lines = `data: ${data}\n\n`;
      const run = frame.take(lines, 0);
      if (!run) return false;
      assert.equal(run.end, lines.length);
      assert.deepStrictEqual(run.chunk, parsed(data));
      return true;
    },
  };
}

const written = (text: string, id = 'cmpl-1') =>
  `{"id":"${id}","created":5,"choices":[{"index":0,"text":${JSON.stringify(text)},"finish_reason":null}]}`;

describe('RepeatedFrame', () => {
  it('knows an event after two of its kind', () => {
    const { learn, isKnown } = reading();
    assert.equal(isKnown(written('a')), false);
    learn(written('a'));
    assert.equal(isKnown(written('b')), false);
    learn(written('b'));
    assert.equal(isKnown(written('c')), true);
    assert.equal(isKnown(written('c', 'cmpl-2')), false);
    learn(written('d', 'cmpl-2'), written('e', 'cmpl-2'));
    assert.equal(isKnown(written('f', 'cmpl-2')), true);
    assert.equal(isKnown(written('f')), false);
  });

  it('reads every text as the parser does', () => {
    const { learn, isKnown } = reading();
    learn(written('a'), written('b'));
    const texts = [
      '',
      ' ',
      '"',
      '\\',
      '\\"',
      'é',
      '😀',
      '\ud83d',
      '\ude00',
      '\u2028',
      '\ufffd',
      '<|end|>',
    ];
    texts.push(
      '\n\t\r\b\f\u0000',
      'a text of many characters',
      '"}]}\n\ndata: ',
      'x'.repeat(10_000),
    );
    for (const text of texts) assert.equal(isKnown(written(text)), true, JSON.stringify(text));
    const escaped = written('TEXT').replace('TEXT', '\\u00e9\\/\\ud83d\\ude00');
    assert.equal(isKnown(escaped), true);
  });

  it('leaves to the parser what is no JSON, or more than a text', () => {
    const { learn, isKnown } = reading();
    learn(written('a'), written('b'));
    for (const text of ['\\x', '\\u12', '\t', 'a"b', '\\', 'a","text":"b', '\\\\"'])
      assert.equal(isKnown(written('TEXT').replace('TEXT', text)), false, text);
    assert.equal(isKnown(written('a').slice(0, -1)), false);
    assert.equal(isKnown(`${written('a')} `), false);
    assert.equal(isKnown(written('a').replace('null', '"stop"')), false);
  });

  it('takes events in a row, up to the first of another kind', () => {
    const { learn, frame } = reading();
    learn(written('a'), written('b'));
    const events = [written('c'), written('\n'), written('d')].map((data) => `data: ${data}\n\n`);
    const others = ['data: [DONE]\n\n', `data: ${written('e', 'x')}\n\n`, ': ping\n\n', '\n'];
    others.push(
      `data: ${written('e')}\n`,
      `data: ${written('e')}`,
      `data: ${written('e')}\n: x\n\n`,
    );
    others.push(`data:${written('e')}\n\n`, `event: error\ndata: ${written('e')}\n\n`, '');
    for (const other of others) {
      const run = frame.take(`: x\n${events.join('')}${other}`, 4);
      assert.equal(run?.end, 4 + events.join('').length, other);
      assert.deepEqual(
        run.chunk.choices.map(({ text }) => text),
        ['c', '\n', 'd'],
      );
    }
  });

  it('learns no frame in which something else is the text', () => {
    for (const of of [
      (text: string) => `{"choices":[{"text":"${text}","index":0}],"x":{"text":"${text}"}}`,
      (text: string) => `{"choices":[{"text":"${text}","text":"same","index":0}]}`,
      (text: string) => `{"choices":[{"text":"same","index":0}],"same":"${text}"}`,
    ]) {
      const { learn, isKnown } = reading();
      for (const text of ['a', 'b', 'c', 'd']) learn(of(text));
      // What is known is checked against the parser; so is what looks like an event and is none.
      for (const text of ['e', 'id', 'text', 'same']) isKnown(of(text));
    }
    const { learn, isKnown } = reading();
    const model = (text: string) => `{"choices":[{"text":"${text}","index":0}],"model":"bench"}`;
    learn(model('bench'), model('bench'));
    assert.equal(isKnown(model('other')), true);
    assert.equal(isKnown(model('bench').replace('"model":"bench"', '"model":"x"')), false);
  });

  it('learns nothing of an event whose data are several lines', () => {
    const { learn, frame } = reading();
    const of = (text: string) => `{"choices":[{"index":0,\n"text":"${text}"}]}`;
    learn(of('a'), of('b'));
    assert.equal(frame.take(`data: ${of('c')}\n\n`, 0), undefined);
  });

  it('knows a token with its log probabilities, in whatever order and with whatever spaces', () => {
    const arrays = (text: string, more: string, number: string) => ({
      tokens: `["${text}"]`,
      token_logprobs: `[${number}]`,
      top_logprobs: `[{"${text}":${number},${more}}]`,
      text_offset: '[17]',
    });
    const kinds: ((text: string, more: string, number: string) => string)[] = [
      (text, more, number) => {
        const { tokens, token_logprobs: own, top_logprobs: top } = arrays(text, more, number);
        return `{"id":"1","choices":[{"index":0,"text":"${text}","logprobs":{"tokens":${tokens},"token_logprobs":${own},"top_logprobs":${top},"text_offset":[3]},"finish_reason":null}]}`;
      },
      (text, more, number) => {
        const { tokens, token_logprobs: own, top_logprobs: top } = arrays(text, more, number);
        return `{"choices": [{"index": 0, "logprobs": {"text_offset": [3], "token_logprobs": ${own}, "tokens": ${tokens}, "top_logprobs": ${top.replaceAll('":', '": ').replaceAll(',"', ', "')}}, "text": "${text}"}]}`;
      },
      // No alternatives, and none of its own.
      (text, _, number) =>
        `{"choices":[{"index":0,"text":"${text}","logprobs":{"tokens":["${text}"],"token_logprobs":[${number}],"top_logprobs":[null],"text_offset":[3]}}]}`,
      (text) =>
        `{"choices":[{"index":0,"text":"${text}","logprobs":{"tokens":["${text}"],"token_logprobs":[null],"top_logprobs":[null],"text_offset":[3]}}]}`,
    ];
    for (const of of kinds) {
      const { learn, isKnown } = reading();
      learn(of('a', '"b":-1', '-2'), of('c', '"d":-1', '-3'));
      const texts = ['x', '\\n', '\\"', 'é', '<', '', 'a token of many characters', '\\ud83d'];
      for (const text of texts)
        assert.equal(isKnown(of(text, '"y":-1.5', '-0.25')), true, of('', '', ''));
      for (const number of [
        '0',
        '-0',
        '-0.1234567',
        '-1e-7',
        '-2.5E+2',
        '-0.00012345678901234567',
        '12345678901234567890',
      ])
        assert.equal(isKnown(of('x', `"y":${number}`, number)), true, number);
    }
    const [of] = kinds;
    const { learn, isKnown } = reading();
    learn(of?.('a', '"b":-1', '-2') ?? '', of?.('c', '"d":-1', '-3') ?? '');
    // More and fewer alternatives, one twice, names that count or are special.
    for (const more of [
      '"b":-1,"c":-2,"d":-3',
      '"b":-1,"b":-2',
      '"1":-1,"0":-2',
      '"\\n":-1,"\\u00e9":-2',
    ])
      assert.equal(isKnown(of?.('x', more, '-1') ?? ''), true, more);
    for (const more of [
      '"__proto__":-1',
      '"b":null',
      '"b":"c"',
      '"b":[1]',
      '"b":{}',
      '"b":-1 ',
      '"b" :-1',
    ])
      assert.equal(isKnown(of?.('x', more, '-1') ?? ''), false, more);
    for (const number of [
      'null',
      '"x"',
      'NaN',
      '[-1]',
      '-',
      '01',
      '-1.',
      '.5',
      '1e',
      '+1',
      '0x1',
      '-1 ',
      '',
    ])
      assert.equal(isKnown(of?.('x', '"b":-1', number) ?? ''), false, number);
  });

  it('leaves out whatever has more to it than one token', () => {
    const logprobs =
      '{"tokens":["a","b"],"token_logprobs":[-1,-1],"top_logprobs":[null,null],"text_offset":[0,1]}';
    for (const other of [
      '{"choices":[{"index":0,"text":"a","finish_reason":"stop"}]}',
      `{"choices":[{"index":0,"text":"ab","logprobs":${logprobs}}]}`,
      '{"choices":[{"index":0,"text":"a"},{"index":1,"text":"b"}]}',
      '{"choices":[{"index":0,"text":"a","tokens":[1]}]}',
      '{"choices":[{"index":0,"tokens":[1]}]}',
      '{"choices":[{"index":0,"text":"a"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}',
      '{"choices":[{"index":0,"text":"a"}],"time_info":{"total_time":1}}',
      '{"choices":[]}',
    ]) {
      const { learn, isKnown } = reading();
      learn(other, other, other);
      assert.equal(isKnown(other), false, other);
    }
  });

  it('knows the events of every server, whatever holds their text', () => {
    const kinds: [AnswerForm, (text: string) => string][] = [
      [COMPLETION_FORM, (text) => `{"choices": [{"text": ${text}, "index": 0, "logprobs": null}]}`],
      [CHAT_FORM, (text) => `{"choices":[{"index":0,"delta":{"content":${text}}}]}`],
      [INFILL_FORM, (text) => `{"index":0,"content":${text},"stop":false,"tokens":[]}`],
      [LLAMA_COMPLETION_FORM, (text) => `{"choices":[{"text":${text},"index":0}],"timings":{}}`],
    ];
    for (const [form, of] of kinds) {
      const { learn, isKnown } = reading(form);
      learn(of('"a"'), of('"b"'));
      const isTimed = form === LLAMA_COMPLETION_FORM;
      assert.equal(isKnown(of('"c\\n"')), !isTimed, of(''));
    }
  });

  it('gives up where no two events are alike, and not before', () => {
    const { learn, isKnown } = reading();
    for (let id = 0; id < 15; id++) learn(written('a', String(id)));
    learn(written('a', 'x'), written('b', 'x'));
    assert.equal(isKnown(written('c', 'x')), false);
    const other = reading();
    for (let id = 0; id < 40; id++) {
      other.learn(written('a', String(id)), written('b', String(id)));
      assert.equal(other.isKnown(written('c', String(id))), true);
    }
  });

  it('gives what the parser gives for any events, or leaves them to it', () => {
    const random = seededRandom(5, 0);
    const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
    const bits = ['a', '"', '\\', '\\n', '\\"', '\\u00e9', 'é', '<', '{', '}', ':', '[', ' ', ','];
    bits.push('text', '"text":"', '"finish_reason":null', 'index', '\\ud83d', '😀');
    let known = 0;
    for (let round = 0; round < 400; round++) {
      const bit = () => Array.from({ length: Math.floor(random() * 4) }, () => pick(bits)).join('');
      const keys = ['id', 'model', 'text', 'choices', 'x'];
      const [first, second, inner] = [pick(keys), pick(keys), pick(keys)];
      const [id, model, deep] = [bit(), bit(), bit()];
      const of = (text: string) =>
        `{"${first}":"${id}","choices":[{"${inner}":"${deep}","index":0,"text":"${text}"}],"${second}":"${model}"}`;
      const { frame, learn, isKnown } = reading();
      for (let event = 0; event < 12; event++) {
        const data = of(bit());
        if (!isReadable(data)) assert.equal(frame.take(`data: ${data}\n\n`, 0), undefined, data);
        else if (isKnown(data)) known++;
        else learn(data);
      }
    }
    assert.ok(known > 200, String(known));
  });

  it('gives what the parser gives for any log probabilities, or leaves them to it', () => {
    const random = seededRandom(6, 0);
    const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
    const texts = [
      'a',
      ' b',
      '\\n',
      '\\"',
      '\\\\',
      'é',
      '😀',
      '{',
      '}',
      '],[',
      '":',
      '0',
      '__proto__',
      '',
    ];
    const digits = () => String(Math.floor(random() * 10 ** Math.floor(random() * 18)));
    const number = () =>
      pick(['', '-']) +
      digits() +
      pick(['', `.${digits()}`, `.${digits()}`, `e-${digits().slice(0, 2)}`]);
    const oddity = () => pick(['null', '"x"', '00', '-', '1.', '{}', '']);
    const value = () => (random() < 0.02 ? oddity() : number());
    let known = 0;
    for (let round = 0; round < 200; round++) {
      const keys = ['"tokens"', '"token_logprobs"', '"top_logprobs"', '"text_offset"'];
      const order = keys.toSorted(() => random() - 0.5);
      const [colon, comma] = pick([
        [':', ','],
        [': ', ', '],
      ] as const);
      const of = () => {
        const text = pick(texts);
        const alternatives = Array.from(
          { length: 1 + Math.floor(random() * 3) },
          () => `"${pick(texts)}"${colon}${value()}`,
        );
        const values = [
          `["${text}"]`,
          `[${value()}]`,
          `[{${alternatives.join(comma)}}]`,
          `[${number()}]`,
        ];
        const logprobs = order.map((key) => `${key}${colon}${values[keys.indexOf(key)] ?? ''}`);
        return `{"choices":[{"index":0,"text":"${random() < 0.9 ? text : pick(texts)}","logprobs":{${logprobs.join(comma)}}}]}`;
      };
      const { frame, learn, isKnown } = reading();
      for (let event = 0; event < 20; event++) {
        const data = of();
        if (!isReadable(data)) assert.equal(frame.take(`data: ${data}\n\n`, 0), undefined, data);
        else if (isKnown(data)) known++;
        else learn(data);
      }
    }
    assert.ok(known > 1500, String(known));
  });
});

/** Whether the parser makes a chunk of it. */
function isReadable(data: string): boolean {
  try {
    readWireChunk(JSON.parse(data), COMPLETION_FORM);
    return true;
  } catch {
    return false;
  }
}
