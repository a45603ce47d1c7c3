import Cerebras from '@cerebras/cerebras_cloud_sdk';
import { Agent, request } from 'undici';
import { RemoteBackend } from '../../../src/remote/remoteBackend';
import type { StreamOrder } from './streamOrder';

const MODEL = 'bench';
const neverAborted = new AbortController().signal;

/** Someone who reads a streamed completion. */
export interface Contender {
  readonly name: string;
  /** Calls `onText` with the text of each piece that comes: a token, or raw bytes of the body. */
  stream(order: StreamOrder, onText: (text: string) => void): Promise<void>;
  dispose(): unknown;
}

/** Inkling's client. */
export function inkling(endpoint: string): Contender {
  const backend = new RemoteBackend({
    endpoint,
    dialect: 'cerebras',
    apiKey: () => Promise.resolve('key'),
    userAgent: 'inkling-bench',
    limits: { answer: Infinity },
  });
  return {
    name: 'Inkling',
    async stream(order, onText) {
      const asked = { prompt: JSON.stringify(order), model: MODEL, logprobs: 4 };
      for await (const { choices } of backend.complete(asked, neverAborted)) {
        for (const { text } of choices) if (text) onText(text);
      }
    },
    dispose: () => {
      backend.dispose();
    },
  };
}

/** The official client. */
export function officialClient(endpoint: string): Contender {
  const client = new Cerebras({
    baseURL: endpoint,
    apiKey: 'key',
    maxRetries: 0,
    warmTCPConnection: false,
  });
  return {
    name: 'official client',
    async stream(order, onText) {
      const asked = { prompt: JSON.stringify(order), model: MODEL, stream: true } as const;
      for await (const chunk of await client.completions.create(asked)) {
        const text = 'choices' in chunk ? chunk.choices[0]?.text : undefined;
        if (text) onText(text);
      }
    },
    dispose: () => undefined,
  };
}

/** Nothing but reading the body: what no client can beat that reads it too. */
export function rawBody(endpoint: string): Contender {
  return rawReader('raw body', endpoint, (body, onText) => read(body, onText));
}

/** Reads the body and parses the JSON of each event: the least that a client has to do. */
export function parsedBody(endpoint: string): Contender {
  return rawReader('raw body + JSON.parse', endpoint, async (body, onText) => {
    let rest = '';
    await read(body, (piece) => {
      const events = (rest + piece).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        if (event === 'data: [DONE]') continue;
        const { choices } = JSON.parse(event.slice('data: '.length)) as {
          choices: { text: string }[];
        };
        if (choices[0]?.text) onText(choices[0].text);
      }
    });
  });
}

function rawReader(
  name: string,
  endpoint: string,
  readBody: (body: AsyncIterable<Uint8Array>, onText: (text: string) => void) => Promise<void>,
): Contender {
  const agent = new Agent();
  return {
    name,
    async stream(order, onText) {
      const { body } = await request(`${endpoint}/v1/completions`, {
        dispatcher: agent,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ prompt: JSON.stringify(order), model: MODEL, stream: true }),
      });
      await readBody(body, onText);
    },
    dispose: () => agent.close(),
  };
}

async function read(body: AsyncIterable<Uint8Array>, onText: (text: string) => void) {
  const utf8 = new TextDecoder();
  for await (const piece of body) onText(utf8.decode(piece, { stream: true }));
}
