import { gzipSync } from 'node:zlib';
import { GRAMMAR_ROOTS } from '../../../src/completions/parameterLimits';
import type { Random } from '../../../src/local/random';

/** A request to the server of the embedded engine, and what has to come of it. */
export interface RandomRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** Whether the server has to answer (`valid`), to refuse (`invalid`), or may do either. */
  readonly expectation: 'valid' | 'invalid' | 'either';
  /** The parameters of a completion, where they are valid. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Whether the client goes away in the middle. */
  readonly leaves: boolean;
}

const MODEL = 'inkling-embedded';
const TEXTS = [
  ...['', '\n', 'x', 'export function ', '  return to', '{"name": ', 'const été = "变量";\r\n'],
  ...['😀👩‍💻', '\u0000\u2028', 'a'.repeat(500), '(((((', '\t\t', 'for (const value of '],
];

/** Makes requests of all sorts; the same for the same numbers. */
export class RandomRequests {
  constructor(private readonly random: Random) {}

  next(): RandomRequest {
    const kind = this.random();
    if (kind < 0.5) return this.completion(this.validParameters(), 'valid');
    if (kind < 0.75) return this.spoiled();
    if (kind < 0.85) return this.garbage();
    return this.elsewhere();
  }

  /** Bytes that may look like HTTP. */
  nextRaw(): string {
    const pieces = [
      ...[
        'GET ',
        'POST ',
        'PRI * HTTP/2.0',
        '/v1/completions',
        ' HTTP/1.1',
        ' HTTP/9.9',
        '\r\n',
        '\n',
      ],
      ...[
        'Host: localhost',
        'Content-Length: 5',
        'Content-Length: x',
        'Transfer-Encoding: chunked',
      ],
      ...[
        'Content-Type: application/json',
        '\r\n\r\n',
        '5\r\nhello\r\n',
        'ffffffffffffffff\r\n',
        '{}',
      ],
      ...[
        '\0',
        '\xff\xfe',
        ': ',
        'Expect: 100-continue',
        'Connection: upgrade',
        'Upgrade: websocket',
      ],
    ];
    return this.many(12, () => this.pick(pieces)).join('');
  }

  private validParameters(): Record<string, unknown> {
    const grammar = this.chance(0.25);
    const best = 1 + this.whole(3);
    const wanted = this.chance(0.3) ? { logprobs: true, top_logprobs: this.whole(20) } : {};
    const parameters: Record<string, unknown> = {
      model: MODEL,
      max_tokens: grammar ? 20 + this.whole(12) : 1 + this.whole(24),
      ...wanted,
      ...(grammar && { grammar_root: this.pick(GRAMMAR_ROOTS) }),
      ...(!grammar &&
        this.chance(0.2) && { stop: this.many(4, () => this.pick(['\n', 'a', ';', 'to'])) }),
      ...this.sometimes('prompt', () => this.prompt()),
      ...this.sometimes('temperature', () => this.random() * 2),
      ...this.sometimes('top_p', () => this.random()),
      ...this.sometimes('seed', () => this.whole(1e9) - 5e8),
      ...this.sometimes('stream', () => this.chance(0.5)),
      ...this.sometimes('n', () => 1 + this.whole(best)),
      ...this.sometimes('best_of', () => best + 2),
      ...this.sometimes('user', () => this.pick(TEXTS)),
      ...this.sometimes('suffix', () => this.pick(TEXTS)),
      ...this.sometimes('min_tokens', () => this.pick([0, 1, -1])),
      ...this.sometimes('frequency_penalty', () => this.random() * 4 - 2),
      ...this.sometimes('presence_penalty', () => this.random() * 4 - 2),
      ...this.sometimes('logit_bias', () => ({
        [this.whole(65_536)]: this.whole(200) - 100,
        0: -5,
      })),
      ...this.sometimes('prompt_cache_key', () => 'key'),
    };
    const how = this.random();
    if (how < 0.15) parameters['echo'] = true;
    else if (how < 0.3) parameters['return_raw_tokens'] = true;
    for (const name of ['seed', 'user', 'top_p']) if (this.chance(0.05)) parameters[name] = null;
    return parameters;
  }

  private prompt(): unknown {
    const ids = () => this.many(8, () => this.whole(0xd000)).concat(10);
    return this.pick([
      () => this.pick(TEXTS),
      () => this.many(3, () => this.pick(TEXTS)).concat('x'),
      ids,
      () => [ids(), ids()],
    ])();
  }

  /** A completion with one thing wrong. */
  private spoiled(): RandomRequest {
    const wrong: readonly (readonly [string, unknown])[] = [
      ...['top_k', 'constructor', '__proto__', 'Prompt', ''].map((name) => [name, 1] as const),
      ...['model', 'prompt', 'stop', 'grammar_root'].map((name) => [name, { a: 1 }] as const),
      ...['temperature', 'top_p', 'n', 'seed', 'max_tokens'].map((name) => [name, 'x'] as const),
      ...([
        ['temperature', 2.01],
        ['top_p', -0.1],
        ['n', 0],
        ['max_tokens', 0],
        ['n', 500],
      ] as const),
      ...([
        ['model', 'gpt'],
        ['model', ''],
        ['stop', ['a', 'b', 'c', 'd', 'e']],
        ['stop', ''],
      ] as const),
      ...([
        ['prompt', []],
        ['prompt', [1, 'a']],
        ['prompt', [-1]],
        ['prompt', [1e12]],
      ] as const),
      ...([
        ['logprobs', 21],
        ['logit_bias', { x: 1 }],
        ['logit_bias', { 1: 101 }],
      ] as const),
      ...([
        ['stream', 1],
        ['echo', 'true'],
        ['min_tokens', -2],
        ['grammar_root', 'json'],
      ] as const),
      ...([
        ['stream_options', { other: 1 }],
        ['user', 7],
        ['seed', 1.5],
      ] as const),
      ...([['prompt', 'a '.repeat(17_000)]] as const),
    ];
    const [name, value] = this.pick(wrong);
    // By entries, because an assignment to __proto__ would set no field.
    const fields = Object.entries(this.validParameters()).filter(([each]) => each !== name);
    return this.completion(Object.fromEntries([...fields, [name, value]]), 'invalid');
  }

  private completion(
    parameters: Readonly<Record<string, unknown>>,
    expectation: 'valid' | 'invalid',
  ): RandomRequest {
    const text = JSON.stringify(parameters);
    const packed = this.chance(0.1);
    return {
      ...{ method: 'POST', path: '/v1/completions', expectation, leaves: this.chance(0.05) },
      headers: {
        'content-type': this.pick(['application/json', 'application/json; charset=utf-8']),
        ...(packed && { 'content-encoding': 'gzip' }),
      },
      body: packed ? gzipSync(text) : text,
      ...(expectation === 'valid' && { parameters }),
    };
  }

  /** A body that is no completion at all. */
  private garbage(): RandomRequest {
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '"a"',
      '[[[['.repeat(5_000),
      '{"a":1e999}',
      '\ufeff{}',
      '{}}',
    ];
    const bytes = Buffer.from(this.many(40, () => this.whole(256)));
    const encoding = this.pick([{}, { 'content-encoding': 'gzip' }, { 'content-encoding': 'lzw' }]);
    const type = this.pick(['application/json', 'text/plain', 'multipart/form-data', 'x']);
    return {
      ...{ method: 'POST', path: '/v1/completions', expectation: 'invalid', leaves: false },
      headers: { 'content-type': type, ...encoding },
      body: this.chance(0.5) ? this.pick(bodies) : bytes,
    };
  }

  /** Another path or method. */
  private elsewhere(): RandomRequest {
    const known = [
      '/v1/models',
      `/v1/models/${MODEL}`,
      '/public/v1/models',
      '/health',
      '/v1/tcp_warming',
    ];
    const unknown = [
      '/',
      '/v1',
      '/v1/models/x',
      '/v1/models/%',
      '/%00',
      '//',
      '/v1/completions/x',
      '/*',
    ];
    const isKnown = this.chance(0.5);
    const method = this.pick(
      isKnown ? ['GET', 'HEAD', 'OPTIONS'] : ['GET', 'PUT', 'DELETE', 'POST'],
    );
    return {
      ...{ method, path: this.pick(isKnown ? known : unknown), headers: {}, body: undefined },
      ...{ expectation: isKnown ? 'valid' : 'invalid', leaves: false },
    };
  }

  private sometimes(name: string, value: () => unknown): object {
    return this.chance(name === 'prompt' ? 0.95 : 0.2) ? { [name]: value() } : {};
  }

  private chance(probability: number): boolean {
    return this.random() < probability;
  }

  private whole(below: number): number {
    return Math.floor(this.random() * below);
  }

  private many<T>(most: number, make: () => T): T[] {
    return Array.from({ length: 1 + this.whole(most) }, make);
  }

  private pick<T>(values: readonly T[]): T {
    const value = values[this.whole(values.length)];
    if (value === undefined) throw new Error('There is nothing to pick from.');
    return value;
  }
}
