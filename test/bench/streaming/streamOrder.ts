import * as v from 'valibot';

const orderSchema = v.object({
  /** How many events, of one token each. */
  events: v.number(),
  /** From one event to the next, in nanoseconds; 0 is as fast as it goes. */
  interval: v.number(),
  /** Whether each token has its log probability and four alternatives. */
  logprobs: v.boolean(),
});

/** What the server of the benchmarks is to stream. Travels as the prompt. */
export type StreamOrder = v.InferOutput<typeof orderSchema>;

/** The order in the body of a request. */
export function readStreamOrder(body: string): StreamOrder {
  const { prompt } = v.parse(v.object({ prompt: v.string() }), JSON.parse(body));
  return v.parse(orderSchema, JSON.parse(prompt));
}

/** Nanoseconds of a clock that all processes of the machine share. */
export function now(): number {
  return Number(process.hrtime.bigint());
}
