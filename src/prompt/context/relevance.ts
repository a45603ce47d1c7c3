import type { DocumentPassages, Passage } from './passages';

/** BM25's constants (Robertson and Zaragoza 2009), for short passages of nearly equal length. */
const K1 = 1.2;
const B = 0.5;

/** Passages that may be chosen, and those of them that say which identifiers are likely. */
const CANDIDATES = 200;
const FEEDBACK = 60;

/** How much the plain frequency of an identifier counts beside the relevance model. */
const PRIOR = 0.3;

/** What the label of a snippet costs, in characters. */
export const LABEL = 40;
/** Less than a passage could be worth. */
const LEAST_ROOM = 80;
/** How much the length of a passage counts against it: 1 would be gain for each character. */
const LENGTH_EXPONENT = 0.8;
/** How much a passage's own score counts beside what it adds. */
const SCORE_EXPONENT = 0.75;

/** A passage and how well it matches. */
interface Match {
  readonly passage: Passage;
  /** From 0 to 1, for the best. */
  readonly score: number;
}

/** How likely each identifier is to be needed, and the passages that hold them. */
export class Relevance {
  private readonly matches: readonly Match[];
  /** Of each identifier, by its term. All of them together are 1. */
  private readonly likelihoods: Map<number, number>;

  /**
   * Scores passages by BM25 against `query`, terms with their weights, and makes a relevance model of
   * the best (Lavrenko and Croft 2001): an identifier is likely where it stands in passages that match.
   *
   * @param mayAdd whether a passage says something that is not there already
   */
  constructor(
    documents: readonly DocumentPassages[],
    query: ReadonlyMap<number, number>,
    mayAdd: (passage: Passage) => boolean,
  ) {
    this.matches = bestMatches(documents, query, mayAdd);
    const relevant = new Shares();
    for (const { passage, score } of this.matches.slice(0, FEEDBACK)) {
      const share = score ** 2 / Math.sqrt(passage.identifiers.length + 1);
      for (const identifier of passage.identifiers) relevant.add(identifier, share);
    }
    const frequent = new Shares();
    for (const { passage } of this.matches) {
      for (const identifier of passage.identifiers) frequent.add(identifier, 1);
    }
    this.likelihoods = frequent.mixedWith(relevant, 1 - PRIOR);
  }

  /**
   * The passages that together hold the most of what is likely and not `known`, best first, within
   * a budget of characters: the greedy choice, which is near the best for a sum that each addition
   * makes grow less (Nemhauser, Wolsey and Fisher 1978).
   */
  choose(known: ReadonlySet<number>, budget: number): Passage[] {
    const chosen: Passage[] = [];
    const have = new Set(known);
    const candidates = this.matches.map((match) => ({ match, gain: this.gain(match, have) }));
    const lines = new Map<DocumentPassages, Set<number>>();
    let left = budget;
    while (candidates.length > 0 && left >= LEAST_ROOM) {
      const best = greatest(candidates);
      const candidate = candidates[best];
      if (!candidate || candidate.gain <= 0) break;
      // What has been chosen since can only have made the gain smaller.
      const gain = this.gain(candidate.match, have);
      if (gain < candidate.gain) {
        candidate.gain = gain;
        continue;
      }
      candidates.splice(best, 1);
      const { passage } = candidate.match;
      const cost = this.cost(passage, lines);
      if (cost > left) continue;
      left -= cost;
      chosen.push(passage);
      const taken = lines.get(passage.document) ?? new Set();
      for (let line = 0; line < passage.lineCount; line++) taken.add(passage.start + line);
      lines.set(passage.document, taken);
      for (const identifier of passage.identifiers) have.add(identifier);
    }
    return chosen;
  }

  /** How much of what is likely and not `known` the passages hold together, from 0 to 1. */
  coverage(passages: readonly Passage[], known: ReadonlySet<number>): number {
    const held = new Set(passages.flatMap(({ identifiers }) => identifiers));
    let sum = 0;
    for (const identifier of held) if (!known.has(identifier)) sum += this.likelihood(identifier);
    return sum;
  }

  /** In characters: of the lines that are not there yet, and of a label where there is none. */
  private cost(passage: Passage, lines: ReadonlyMap<DocumentPassages, Set<number>>): number {
    const taken = lines.get(passage.document);
    if (!taken) return passage.characters + LABEL;
    let cost = 0;
    for (let line = passage.start; line < passage.start + passage.lineCount; line++) {
      if (!taken.has(line)) cost += (passage.document.lines[line]?.length ?? 0) + 1;
    }
    return cost;
  }

  private gain({ passage, score }: Match, have: ReadonlySet<number>): number {
    let gain = 0;
    for (const identifier of passage.identifiers) {
      if (!have.has(identifier)) gain += this.likelihood(identifier);
    }
    return (gain * score ** SCORE_EXPONENT) / (passage.characters + LABEL) ** LENGTH_EXPONENT;
  }

  private likelihood(identifier: number): number {
    return this.likelihoods.get(identifier) ?? 0;
  }
}

/** Amounts by term, and their sum. */
class Shares {
  private readonly amounts = new Map<number, number>();
  private sum = 0;

  add(term: number, amount: number): void {
    this.amounts.set(term, (this.amounts.get(term) ?? 0) + amount);
    this.sum += amount;
  }

  /** Both as parts of 1; `other`, which has no term that this has not, counts for `weight`. */
  mixedWith(other: Shares, weight: number): Map<number, number> {
    const mixed = new Map<number, number>();
    for (const [term, amount] of this.amounts) {
      const theirs = (other.amounts.get(term) ?? 0) / other.sum;
      mixed.set(term, (1 - weight) * (amount / this.sum) + weight * theirs);
    }
    return mixed;
  }
}

function bestMatches(
  documents: readonly DocumentPassages[],
  query: ReadonlyMap<number, number>,
  mayAdd: (passage: Passage) => boolean,
): Match[] {
  const matches: Match[] = [];
  const weights = weightsOf(documents, query);
  const averageLength = average(documents);
  for (const { passages, postings } of documents) {
    const scores = new Float64Array(passages.length);
    for (const [term, weight] of weights) {
      const posting = postings.get(term);
      if (!posting) continue;
      for (let index = 0; index < posting.length; index += 2) {
        const number = posting[index] ?? 0;
        const count = posting[index + 1] ?? 0;
        const length = (passages[number]?.length ?? 0) / averageLength;
        const saturated = (count * (K1 + 1)) / (count + K1 * (1 - B + B * length));
        scores[number] = (scores[number] ?? 0) + weight * saturated;
      }
    }
    for (const [number, passage] of passages.entries()) {
      const score = scores[number] ?? 0;
      if (score > 0) matches.push({ passage, score });
    }
  }
  const best = matches.reduce((most, { score }) => Math.max(most, score), 0);
  const ranked = matches.filter(({ score }) => score > best / 20).sort((a, b) => b.score - a.score);
  const chosen: Match[] = [];
  for (const { passage, score } of ranked) {
    if (chosen.length >= CANDIDATES) break;
    if (mayAdd(passage)) chosen.push({ passage, score: score / best });
  }
  return chosen;
}

/** The query's weights times the inverse document frequency of each term. */
function weightsOf(
  documents: readonly DocumentPassages[],
  query: ReadonlyMap<number, number>,
): [term: number, weight: number][] {
  const all = documents.reduce((sum, { passages }) => sum + passages.length, 0);
  return [...query].map(([term, weight]) => {
    const having = documents.reduce(
      (sum, { postings }) => sum + (postings.get(term)?.length ?? 0) / 2,
      0,
    );
    return [term, weight * Math.log(1 + (all - having + 0.5) / (having + 0.5))];
  });
}

function average(documents: readonly DocumentPassages[]): number {
  let length = 0;
  let count = 0;
  for (const { passages } of documents) {
    for (const passage of passages) length += passage.length;
    count += passages.length;
  }
  return count === 0 ? 1 : length / count;
}

/** A plain loop: it runs some ten thousand times for one prompt. */
function greatest(candidates: readonly { readonly gain: number }[]): number {
  let best = 0;
  let most = -1;
  for (let index = 0; index < candidates.length; index++) {
    const gain = candidates[index]?.gain ?? 0;
    if (gain > most) {
      best = index;
      most = gain;
    }
  }
  return best;
}
