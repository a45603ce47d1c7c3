/** Characters for each token, before a model's own figure is known. */
export const FIRST_RATE = 3.5;

/** How many ASCII characters cost as much as one code unit beyond ASCII: about a token each. */
const BEYOND_ASCII = FIRST_RATE;

/** No model has fewer or more; an answer that says so counted something else. */
const [FEWEST, MOST] = [1.5, 8];

/** Shorter prompts say little: what the server adds to each of them weighs too much. */
const LEAST_WEIGHT = 400;

/** How much each answer moves the figure. */
const STEP = 0.2;

/** How much `text` weighs, in ASCII characters: other characters cost more tokens. */
export function weightOf(text: string): number {
  let weight = text.length;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 127) weight += BEYOND_ASCII - 1;
  }
  return weight;
}

/** How many tokens `text` is estimated to be, at `rate` characters for each. */
export function estimateTokens(text: string, rate: number): number {
  return Math.ceil(weightOf(text) / rate);
}

/** Where the figures are kept from one session to the next. */
export interface TokenRateStorage {
  load(): unknown;
  save(rates: Readonly<Record<string, number>>): void;
}

/** Characters for each token, by model, learned from what servers say their prompts cost. */
export class TokenRates {
  private readonly rates = new Map<string, number>();

  constructor(private readonly storage: TokenRateStorage) {
    const stored = storage.load();
    if (typeof stored !== 'object' || stored === null) return;
    for (const [model, rate] of Object.entries(stored)) {
      if (typeof rate === 'number' && rate >= FEWEST && rate <= MOST) this.rates.set(model, rate);
    }
  }

  of(model: string): number {
    return this.rates.get(model) ?? FIRST_RATE;
  }

  /** A prompt for `model`, its suffix included, was counted as so many tokens. */
  learn(model: string, prompt: string, tokens: number): void {
    const weight = weightOf(prompt);
    if (weight < LEAST_WEIGHT || !(tokens > 0)) return;
    const seen = weight / tokens;
    if (seen < FEWEST || seen > MOST) return;
    const known = this.rates.get(model);
    const rate = known === undefined ? seen : known + STEP * (seen - known);
    this.rates.set(model, rate);
    if (known === undefined || Math.abs(rate - known) > 0.01 * known) {
      this.storage.save(Object.fromEntries(this.rates));
    }
  }
}
