import { EMBEDDED_MODEL } from './embeddedModel';
import type { Engine } from './engine';

/**
 * How many requests it takes until most of what answers them is compiled, less than a second. With half
 * of them, the slowest of a person's first twenty requests took half as long again, or twice as long.
 */
const ROUNDS = 96;

/** How much of what was written is the next prompt, in UTF-16 code units. */
const PROMPT = 4_000;

/**
 * Has the engine answer a few made-up requests, of which nobody sees anything: so the first one of a
 * person finds compiled code, and does not wait some ten milliseconds.
 */
export async function practise(engine: Engine, signal: AbortSignal): Promise<void> {
  let text = '';
  for (let round = 0; round < ROUNDS && !signal.aborted; round++) {
    const half = text.length >>> 1;
    // With a word that nobody has learned, as what a person writes has.
    const prompt = `practice${round}(${text.slice(0, half)}`;
    const request = {
      ...{ model: EMBEDDED_MODEL.id, prompt, suffix: text.slice(half) },
      ...{ max_tokens: 64, min_tokens: 64, temperature: round % 2, seed: round, logprobs: 20 },
    };
    for await (const { choices } of engine.complete(request, signal)) {
      for (const choice of choices) text = (text + (choice.text ?? '')).slice(-PROMPT);
    }
  }
}
