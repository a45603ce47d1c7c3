import type { SourceFile } from '../../../src/local/corpus';
import { lex } from '../../../src/local/lexer';
import type { Model } from '../../../src/local/model';
import { PromptReading } from '../../../src/local/promptReading';
import { Ranking } from '../../../src/local/ranking';
import type { Prototype } from './prototype';

/** How many lexemes are predicted in one corpus, from the beginnings of all files held out. */
const LEXEMES = 30_000;

const RANKS = 10;

/** One prediction: the probability of what came, and the most probable ones in order. */
interface Prediction {
  readonly ofNext: number;
  readonly best: readonly { readonly isNext: boolean; readonly probability: number }[];
}

/** Each lexeme of files, predicted by the engine from those before it. */
export function engineFigures(model: Model, files: readonly SourceFile[]) {
  return figures(files, function* (lexemes) {
    const prompt = new PromptReading(model, lexemes.join(''), '');
    const sequence = prompt.newSequence();
    for (const lexeme of prompt.whole) {
      const distribution = sequence.predict();
      const ranking = new Ranking(distribution);
      const ranked = Array.from({ length: RANKS }, (_, rank) => ranking.at(rank) ?? []).flat();
      yield {
        ofNext: distribution.probabilityOf(lexeme),
        best: ranked.map(({ candidate, probability }) => ({
          ...{ isNext: candidate === lexeme, probability },
        })),
      };
      sequence.append(lexeme);
    }
  });
}

/** The same by the prototype's method. */
export function prototypeFigures(prototype: Prototype, files: readonly SourceFile[]) {
  return figures(files, function* (lexemes) {
    const sequence = prototype.begin();
    for (const lexeme of lexemes) {
      const probabilities = sequence.predict();
      const next = prototype.vocabulary.find(lexeme);
      yield {
        ofNext: next === undefined ? 0 : (probabilities.get(next) ?? 0),
        best: best([...probabilities]).map(([id, probability]) => ({
          ...{ isNext: id === next, probability },
        })),
      };
      sequence.append(lexeme);
    }
  });
}

function best(probabilities: readonly [number, number][]): [number, number][] {
  const ordered: [number, number][] = [];
  for (const each of probabilities) {
    if (ordered.length === RANKS && each[1] <= (ordered.at(-1)?.[1] ?? 0)) continue;
    ordered.push(each);
    ordered.sort((a, b) => b[1] - a[1]);
    ordered.length = Math.min(RANKS, ordered.length);
  }
  return ordered;
}

function figures(
  files: readonly SourceFile[],
  predict: (lexemes: readonly string[]) => Iterable<Prediction>,
) {
  let lexemes = 0;
  let first = 0;
  let reciprocalRanks = 0;
  let bits = 0;
  let unknown = 0;
  const calibration = new Calibration();
  for (const { text } of files) {
    const beginning = lex(text).slice(0, Math.ceil(LEXEMES / files.length));
    for (const { ofNext, best } of predict(beginning)) {
      lexemes++;
      if (ofNext > 0) bits -= Math.log2(ofNext);
      else unknown++;
      const rank = best.findIndex(({ isNext }) => isNext);
      if (rank >= 0) reciprocalRanks += 1 / (rank + 1);
      if (rank === 0) first++;
      calibration.add(best[0]?.probability ?? 0, rank === 0);
    }
  }
  return {
    lexemes,
    'top-1': round(first / lexemes),
    'MRR@10': round(reciprocalRanks / lexemes),
    'bits per known lexeme': round(bits / (lexemes - unknown)),
    'unknown, %': round((100 * unknown) / lexemes),
    'calibration error, points': round(100 * calibration.error),
  };
}

/** Expected calibration error of the most probable lexeme, over ten bins. */
class Calibration {
  private readonly bins = Array.from({ length: 10 }, () => ({ probability: 0, right: 0 }));
  private count = 0;

  add(probability: number, right: boolean): void {
    const bin = this.bins[Math.min(9, Math.floor(probability * 10))];
    if (bin) {
      bin.probability += probability;
      bin.right += right ? 1 : 0;
    }
    this.count++;
  }

  get error(): number {
    const distance = this.bins.map(({ probability, right }) => Math.abs(probability - right));
    return distance.reduce((sum, each) => sum + each, 0) / this.count;
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
