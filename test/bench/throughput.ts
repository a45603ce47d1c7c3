import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  type Contender,
  inkling,
  officialClient,
  parsedBody,
  rawBody,
} from './streaming/contenders';
import { percentile } from './streaming/percentile';
import type { StreamOrder } from './streaming/streamOrder';
import { withStreamServer } from './streaming/streamProcess';

const ROUNDS = 5;

/** Streams at the pace of a server: what matters is whether the reader keeps up with it. */
const PACED: Readonly<Record<string, StreamOrder>> = {
  '6,000 tokens at 2,000 a second': { events: 6_000, interval: 5e5, logprobs: true },
  '100,000 tokens at 20,000 a second': { events: 100_000, interval: 5e4, logprobs: true },
};

const FLAT_OUT: Readonly<Record<string, StreamOrder>> = {
  'text alone': { events: 100_000, interval: 0, logprobs: false },
  'with log probabilities': { events: 100_000, interval: 0, logprobs: true },
};

/** How many tokens a second pass through a reader, and what stays in memory of a long stream. */
export async function run(): Promise<void> {
  await withStreamServer(async (url) => {
    const contenders = [rawBody(url), parsedBody(url), inkling(url), officialClient(url)];
    for (const [name, order] of Object.entries(PACED)) {
      console.log(`A server that sends ${name}, with log probabilities`);
      console.table(await compare(contenders, order, 2));
    }
    for (const [name, order] of Object.entries(FLAT_OUT)) {
      console.log(`A server that sends 100,000 tokens as fast as it can, ${name}`);
      console.table(await compare(contenders, order, ROUNDS));
    }
    for (const contender of contenders) await contender.dispose();
    console.log('Memory while a million tokens pass, MiB in use after a collection');
    console.table(await memory(url));
  });
}

/** Milliseconds to the end, contender by contender in each round; the median of the rounds. */
async function compare(contenders: readonly Contender[], order: StreamOrder, rounds: number) {
  const measured = contenders.map((contender) => ({ contender, times: [] as number[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const { contender, times } of measured) {
      const began = performance.now();
      await contender.stream(order, () => undefined);
      // The first round warms everything up.
      if (round > 0) times.push(performance.now() - began);
    }
  }
  const raw = percentile(measured[0]?.times ?? [], 0.5);
  const compared = measured.map(({ contender, times }) => {
    const time = percentile(times, 0.5);
    const row = {
      ms: Math.round(time),
      'tokens/s': Math.round((1000 * order.events) / time),
      'speed / raw': Math.round((1000 * raw) / time) / 1000,
    };
    return [contender.name, row];
  });
  return Object.fromEntries(compared) as Record<string, object>;
}

async function memory(url: string): Promise<Record<string, number>> {
  const inUse: Record<string, number> = {};
  const client = inkling(url);
  let tokens = 0;
  await client.stream({ events: 1_000_000, interval: 0, logprobs: true }, () => {
    if (tokens++ % 200_000 === 100_000) inUse[`after ${tokens - 1}`] = usedMemory();
  });
  inUse['at the end'] = usedMemory();
  client.dispose();
  return inUse;
}

function usedMemory(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return Math.round((heapUsed + arrayBuffers) / 2 ** 20);
}
