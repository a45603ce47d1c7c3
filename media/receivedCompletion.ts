import type {
  InspectedAlternatives,
  InspectedDetail,
  InspectedTokens,
} from '../src/inspector/protocol';
import { bits } from './probability';

/** Of the least sure tokens so many are known. */
const MOST_LEAST_SURE = 10;

export type Alternative = InspectedAlternatives['tokens'][number][number];

/** What has come of one choice. */
export class ReceivedChoice {
  readonly texts: string[] = [];
  readonly logProbabilities: (number | null)[] = [];
  readonly ranks: (number | null)[] = [];
  readonly entropies: (number | null)[] = [];
  readonly ids: number[] = [];
  readonly alternatives: (readonly Alternative[] | undefined)[] = [];
  /** Grows where what was there is replaced, rather than added to. */
  version = 0;
  /** Found once for what has come so far: a key must not wait for 20,000 tokens. */
  private least: readonly number[] | undefined;
  private readonly joined = new Map<string, string>();
  private average: { readonly value: number | undefined } | undefined;

  get length(): number {
    return Math.max(this.texts.length, this.ids.length);
  }

  /** Whether any token has a log probability. */
  get isScored(): boolean {
    return this.logProbabilities.some((each) => each !== null);
  }

  /** The text at `index`; where only ids came, the id. */
  text(index: number): string {
    return this.texts[index] ?? `⟨${this.ids[index] ?? ''}⟩`;
  }

  /** The text of the tokens from `start` to `end`, the last not among them. */
  textBetween(start: number, end: number): string {
    const key = `${start}-${end}`;
    const known = this.joined.get(key);
    if (known !== undefined) return known;
    let text = '';
    for (let index = start; index < end; index++) text += this.text(index);
    this.joined.set(key, text);
    return text;
  }

  add({ from, texts, logProbabilities, ranks, entropies, ids }: InspectedTokens): void {
    this.least = this.average = undefined;
    if (from === 0) {
      this.version++;
      this.joined.clear();
      for (const list of [
        this.texts,
        this.logProbabilities,
        this.ranks,
        this.entropies,
        this.ids,
      ]) {
        list.length = 0;
      }
      this.alternatives.length = 0;
    }
    append(this.texts, texts);
    append(this.logProbabilities, logProbabilities);
    append(this.ranks, ranks);
    append(this.entropies, entropies);
    append(this.ids, ids);
  }

  addAlternatives({ from, tokens }: InspectedAlternatives): void {
    for (const [index, each] of tokens.entries()) this.alternatives[from + index] = each;
  }

  /** The positions of the least sure tokens, the least sure first. */
  leastSure(most: number): readonly number[] {
    this.least ??= this.findLeastSure(MOST_LEAST_SURE);
    return this.least.slice(0, most);
  }

  /** Mean of the log probabilities; undefined where there are none. */
  get mean(): number | undefined {
    this.average ??= { value: this.findMean() };
    return this.average.value;
  }

  private findLeastSure(most: number): number[] {
    const found: number[] = [];
    for (const [index, value] of this.logProbabilities.entries()) {
      if (value === null || bits(value) < 1) continue;
      const place = found.findIndex((other) => value < (this.logProbabilities[other] ?? 0));
      if (place === -1 && found.length >= most) continue;
      found.splice(place === -1 ? found.length : place, 0, index);
      if (found.length > most) found.pop();
    }
    return found;
  }

  private findMean(): number | undefined {
    let sum = 0;
    let known = 0;
    for (const value of this.logProbabilities) {
      if (value === null) continue;
      sum += value;
      known++;
    }
    return known === 0 ? undefined : sum / known;
  }
}

/** What has come of one completion that is on the screen. */
export class ReceivedCompletion {
  readonly choices: ReceivedChoice[] = [];

  constructor(public detail: InspectedDetail | undefined) {}

  choice(index: number): ReceivedChoice {
    return (this.choices[index] ??= new ReceivedChoice());
  }
}

function append<T>(list: T[], more: readonly T[]): void {
  for (const each of more) list.push(each);
}
