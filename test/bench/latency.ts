import {
  type Contender,
  inkling,
  officialClient,
  parsedBody,
  rawBody,
} from './streaming/contenders';
import { percentile } from './streaming/percentile';
import { now, type StreamOrder } from './streaming/streamOrder';
import { withStreamServer } from './streaming/streamProcess';

const ROUNDS = 30;

/** What makes everyone's code as fast as it is after a while of use. */
const WARM_UP: StreamOrder = { events: 5000, interval: 1e5, logprobs: true };

const ORDERS: Readonly<Record<string, StreamOrder>> = {
  'One event every 5 ms, with log probabilities': { events: 50, interval: 5e6, logprobs: true },
  'One event every 0.5 ms, with log probabilities': { events: 400, interval: 5e5, logprobs: true },
  'One event every 0.5 ms, text alone': { events: 400, interval: 5e5, logprobs: false },
};

/**
 * Time from the server writing an event to the reader having it, in one run: in each round each
 * contender reads one short stream, in an order that changes from round to round. On a machine with
 * other work whole rounds are slow, so the ratios are medians of those within each round.
 */
export async function run(): Promise<void> {
  await withStreamServer(async (url) => {
    const contenders = [rawBody(url), parsedBody(url), inkling(url), officialClient(url)];
    for (const contender of contenders) await contender.stream(WARM_UP, () => undefined);
    for (const [name, order] of Object.entries(ORDERS)) {
      console.log(`${name}, each a packet: microseconds`);
      console.table(await compare(contenders, order));
    }
    for (const contender of contenders) await contender.dispose();
  });
}

async function compare(contenders: readonly Contender[], order: StreamOrder) {
  const measured = contenders.map((contender) => ({ contender, rounds: [] as number[][] }));
  for (let round = 0; round < ROUNDS; round++) {
    const turn = round % measured.length;
    for (const { contender, rounds } of [...measured.slice(turn), ...measured.slice(0, turn)]) {
      rounds.push(await delaysOf(contender, order));
    }
  }
  const [raw = [], parsed = []] = measured.map(({ rounds }) => rounds);
  const compared = measured.map(({ contender, rounds }) => {
    const row = {
      events: rounds.flat().length,
      p50: Math.round(percentile(rounds.flat(), 0.5)),
      p99: Math.round(percentile(rounds.flat(), 0.99)),
      'p50 / raw': ratio(rounds, raw, 0.5),
      'p99 / raw': ratio(rounds, raw, 0.99),
      'p50 / parsed': ratio(rounds, parsed, 0.5),
      'p99 / parsed': ratio(rounds, parsed, 0.99),
    };
    return [contender.name, row];
  });
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

/** How many times as long as raw it took in the same round: the median of all rounds. */
function ratio(rounds: readonly number[][], raw: readonly number[][], part: number): number {
  const ratios = rounds.map(
    (delays, round) => percentile(delays, part) / percentile(raw[round] ?? [], part),
  );
  return Math.round(100 * percentile(ratios, 0.5)) / 100;
}
