import { CompletionAccumulator } from '../../../src/completions/completionAccumulator';
import type { CompletionChunk } from '../../../src/completions/completionChunk';
import type { CompletionRequest } from '../../../src/completions/completionRequest';
import type { LogProbabilities } from '../../../src/completions/logProbabilities';
import { Corpus, type SourceFile } from '../../../src/local/corpus';
import { Engine } from '../../../src/local/engine';
import { seededRandom, type Random } from '../../../src/local/random';
import { Slices } from '../../../src/local/slices';

export const neverAborted = new AbortController().signal;

/** A corpus that has learned the texts of `files`, by path. */
export async function corpusOf(files: Readonly<Record<string, string>>): Promise<Corpus> {
  const corpus = new Corpus(new Slices(() => false));
  await learn(corpus, files);
  return corpus;
}

/** Has `corpus` learn files and its documents. */
export async function learn(corpus: Corpus, files: Readonly<Record<string, string>> = {}) {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  return corpus.addFiles(eachOf(sources), neverAborted);
}

async function* eachOf(files: readonly SourceFile[]): AsyncGenerator<SourceFile> {
  for (const file of files) yield await Promise.resolve(file);
}

/** An engine that has learned the texts of `files`. */
export async function engineOf(...files: readonly string[]): Promise<Engine> {
  const corpus = await corpusOf(
    Object.fromEntries(files.map((text, index) => [`/file${index}`, text])),
  );
  return new Engine(() => corpus.model);
}

type Wish = Omit<CompletionRequest, 'model'>;

export async function chunksOf(engine: Engine, wish: Wish): Promise<CompletionChunk[]> {
  const chunks: CompletionChunk[] = [];
  for await (const chunk of engine.complete({ model: 'any', ...wish }, neverAborted)) {
    chunks.push(chunk);
  }
  return chunks;
}

export async function complete(engine: Engine, wish: Wish): Promise<CompletionAccumulator> {
  const accumulator = new CompletionAccumulator();
  for (const chunk of await chunksOf(engine, wish)) accumulator.add(chunk);
  return accumulator;
}

/** All tokens of the first choice with their log probabilities. */
export function logprobs(completion: CompletionAccumulator): LogProbabilities {
  const found = completion.choices[0]?.logprobs;
  if (!found) throw new Error('The completion has no log probabilities.');
  return found;
}

/** What the engine writes when it always takes the most probable lexeme. */
export async function greedy(engine: Engine, wish: Wish): Promise<string> {
  return (await complete(engine, { temperature: 0, ...wish })).text;
}

/** Random text: code-like, with blanks, line ends, many scripts, astral and broken characters. */
export function randomText(random: Random, length: number): string {
  const pieces = [
    ...['const', 'x1', '_a', '$', 'été', '变量', 'क्षि', '𝒳𝒴', '1_000', 'a'.repeat(70)],
    ...[' ', '    ', '\t', '\n', '\n  ', '\n\t\t', '\r\n', '\r', '\u00a0', '\u2028'],
    ...['(', ')', '=>', '"', '😀', '👩‍💻', '\u{10FFFF}', '\0', '\uD83D', '\uDE00', '\u0301'],
  ];
  let text = '';
  for (let piece = 0; piece < length; piece++) text += pick(pieces, random);
  return text;
}

/** Runs a generator to its end. */
export function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

export function pick<T>(values: readonly T[], random: Random): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from.');
  return value;
}

export { seededRandom };

/** Two functions of code, to learn from. */
export const CODE = `export function sum(values: number[]): number {
  let total = 0;
  for (const value of values) {
    total += value;
  }
  return total;
}

export function mean(values: number[]): number {
  return sum(values) / values.length;
}
`;
