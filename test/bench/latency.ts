import { type Contender, inkling, officialClient, rawBody } from './streaming/contenders';
import { percentile } from './streaming/percentile';
import { now, type StreamOrder } from './streaming/streamOrder';
import { withStreamServer } from './streaming/streamProcess';

const ROUNDS = 12;

const ORDERS: Readonly<Record<string, StreamOrder>> = {
  'one event every 5 ms': { events: 200, interval: 5e6, logprobs: true },
  'one event every 0.5 ms': { events: 2_000, interval: 5e5, logprobs: true },
};

/**
 * Time from the server writing an event to the reader having it, in one run: in each round each
 * contender reads one stream, in an order that changes from round to round.
 */
export async function run(): Promise<void> {
  await withStreamServer(async (url) => {
    const contenders = [rawBody(url), inkling(url), officialClient(url)];
    for (const [name, order] of Object.entries(ORDERS)) {
      console.log(`${name}, a packet each, with log probabilities: microseconds`);
      console.table(await compare(contenders, order));
    }
    for (const contender of contenders) await contender.dispose();
  });
}

async function compare(contenders: readonly Contender[], order: StreamOrder) {
  const measured = contenders.map((contender) => ({ contender, delays: [] as number[] }));
  for (let round = 0; round <= ROUNDS; round++) {
    const turn = round % measured.length;
    for (const { contender, delays } of [...measured.slice(turn), ...measured.slice(0, turn)]) {
      const each = await delaysOf(contender, order);
      // The first round warms everything up.
      if (round > 0) delays.push(...each);
    }
  }
  const [raw] = measured.map(({ delays }) => delays);
  const compared = measured.map(({ contender, delays }) => [
    contender.name,
    {
      events: delays.length,
      p50: Math.round(percentile(delays, 0.5)),
      p99: Math.round(percentile(delays, 0.99)),
      'p50 / raw': ratio(delays, raw ?? [], 0.5),
      'p99 / raw': ratio(delays, raw ?? [], 0.99),
    },
  ]);
  return Object.fromEntries(compared) as Record<string, object>;
}

/** Of each event, in microseconds. */
async function delaysOf(contender: Contender, order: StreamOrder): Promise<number[]> {
  const arrivals: { text: string; at: number }[] = [];
  await contender.stream(order, (text) => arrivals.push({ text, at: now() }));
  return arrivals.flatMap(({ text, at }) => {
    const written = text.startsWith('data:') ? text.match(/(?<="text":")\d+/g) : [text];
    return (written ?? []).map((time) => (at - Number(time)) / 1000);
  });
}

function ratio(values: readonly number[], raw: readonly number[], part: number): number {
  return Math.round((100 * percentile(values, part)) / percentile(raw, part)) / 100;
}
