import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CompletionAccumulator, type Choice } from '../../src/completions/completionAccumulator';
import type { CompletionRequest } from '../../src/completions/completionRequest';
import { scoredTokens } from '../../src/completions/logProbabilities';
import { Corpus, type SourceFile } from '../../src/local/corpus';
import { Engine } from '../../src/local/engine';
import { lexemeKindAt, lex } from '../../src/local/lexer';
import { LexemeKind } from '../../src/local/lexemeKind';
import { PromptReading } from '../../src/local/promptReading';
import { seededRandom } from '../../src/local/random';
import { Ranking } from '../../src/local/ranking';
import { Slices } from '../../src/local/slices';
import { readSourceFiles } from '../../src/local/sourceFiles';

/** Sources that npm packages of this project ship. */
const CORPORA = [
  { package: 'rxjs', folder: 'src', ending: '.ts' },
  { package: 'eslint', folder: 'lib', ending: '.js' },
] as const;

type CorpusSource = (typeof CORPORA)[number];

/** Of so many files, in the order of their paths, one is held out, whole. */
const HELD_OUT = 12;

/** Characters before and after the cursor, as ghost text sends them. */
const WINDOW = { prefix: 8_000, suffix: 2_000 };

/** Cursors for each measurement of the rest of the line. */
const CURSORS = 400;

/** A line's rest is shown as far as the running probability stays above this. */
const GATE = 0.7;

const neverAborted = new AbortController().signal;

/** How good the embedded engine is at code it has not seen, and how fast. */
export async function run(): Promise<void> {
  for (const source of CORPORA) await measure(source);
}

async function measure(source: CorpusSource): Promise<void> {
  console.log(`${source.package}/${source.folder}`);
  const { learned, heldOut } = await readCorpus(source);
  const corpus = new Corpus(new Slices(() => false));
  const engine = new Engine(() => corpus.model);
  const began = performance.now();
  const { files, lexemes } = await corpus.addFiles(eachOf(learned), neverAborted);
  console.table({
    files,
    lexemes,
    characters: learned.reduce((sum, { text }) => sum + text.length, 0),
    'ms to learn': Math.round(performance.now() - began),
    'files held out': heldOut.length,
  });
  const texts = heldOut.map(({ text }) => text);
  console.table({ 'next lexeme': nextLexeme(corpus, texts) });
  const random = seededRandom(1, 0);
  const places = cursors(texts, random);
  console.table({
    'mid-line': await restOfLine(engine, places.betweenLexemes),
    'inside a word': await restOfLine(engine, places.insideWords),
  });
  console.table({
    '64 lexemes, 20 alternatives': await durations(engine, places.betweenLexemes, 20),
    '64 lexemes, 5 alternatives': await durations(engine, places.insideWords, 5),
  });
  corpus.dispose();
}

async function readCorpus(
  source: CorpusSource,
): Promise<{ learned: SourceFile[]; heldOut: SourceFile[] }> {
  const root = join(dirname(require.resolve(`${source.package}/package.json`)), source.folder);
  const names = (await readdir(root, { recursive: true })).filter((name) =>
    name.endsWith(source.ending),
  );
  const paths = names.sort().map((name) => join(root, name));
  const files: SourceFile[] = [];
  for await (const file of readSourceFiles(paths, neverAborted)) files.push(file);
  const isHeldOut = (index: number) => index % HELD_OUT === 5;
  return {
    learned: files.filter((_, index) => !isHeldOut(index)),
    heldOut: files.filter((_, index) => isHeldOut(index)),
  };
}

async function* eachOf(files: readonly SourceFile[]): AsyncGenerator<SourceFile> {
  for (const file of files) yield await Promise.resolve(file);
}

/** Each lexeme of the texts, predicted from those before it. */
function nextLexeme(corpus: Corpus, texts: readonly string[]) {
  let lexemes = 0;
  let first = 0;
  let reciprocalRanks = 0;
  let bits = 0;
  let unknown = 0;
  const calibration = new Calibration();
  for (const text of texts) {
    const prompt = new PromptReading(corpus.model, text, '');
    const sequence = prompt.newSequence();
    for (const lexeme of prompt.whole) {
      const distribution = sequence.predict();
      const probability = distribution.probabilityOf(lexeme);
      if (probability > 0) bits -= Math.log2(probability);
      else unknown++;
      const ranking = new Ranking(distribution);
      for (let rank = 1; rank <= 10; rank++) {
        const ranked = ranking.at(rank - 1);
        if (!ranked) break;
        const right = ranked.candidate === lexeme;
        if (rank === 1) calibration.add(ranked.probability, right);
        if (rank === 1 && right) first++;
        if (right) reciprocalRanks += 1 / rank;
      }
      lexemes++;
      sequence.append(lexeme);
    }
  }
  return {
    lexemes,
    'top-1': round(first / lexemes),
    'MRR@10': round(reciprocalRanks / lexemes),
    'bits per known lexeme': round(bits / (lexemes - unknown)),
    'unknown, %': percent(unknown, lexemes),
    'calibration error, points': round(100 * calibration.error),
  };
}

/** Expected calibration error over ten bins. */
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

interface Cursor {
  readonly prefix: string;
  readonly suffix: string;
  readonly rest: string;
}

/** Cursors inside lines with something to write before and after, between lexemes and in words. */
function cursors(texts: readonly string[], random: () => number) {
  const betweenLexemes: Cursor[] = [];
  const insideWords: Cursor[] = [];
  while (betweenLexemes.length < CURSORS || insideWords.length < CURSORS) {
    const text = texts[Math.floor(random() * texts.length)] ?? '';
    const lines = text.split('\n');
    const number = Math.floor(random() * lines.length);
    const line = lines[number] ?? '';
    const lexemes = lex(line);
    const chosen = 1 + Math.floor(random() * lexemes.length);
    const border = lexemes.slice(0, chosen).join('').length;
    const word = lexemes[chosen] ?? '';
    const typed = 1 + Math.floor(random() * (word.length - 1));
    const before = lines.slice(0, number).concat('').join('\n');
    const after = ['', ...lines.slice(number + 1)].join('\n').slice(0, WINDOW.suffix);
    const cursor = (column: number): Cursor => ({
      prefix: (before + line.slice(0, column)).slice(-WINDOW.prefix),
      suffix: after,
      rest: line.slice(column),
    });
    if (line.slice(0, border).trim() === '' || word.trim() === '') continue;
    if (betweenLexemes.length < CURSORS) betweenLexemes.push(cursor(border));
    const isWord = lexemeKindAt(word, 0) === LexemeKind.word && word.length > 2;
    if (isWord && insideWords.length < CURSORS) insideWords.push(cursor(border + typed));
  }
  return { betweenLexemes, insideWords };
}

/** The rest of the line: exactly right, and as far as it is sure enough to be shown. */
async function restOfLine(engine: Engine, places: readonly Cursor[]) {
  let exact = 0;
  let shown = 0;
  let shownRight = 0;
  for (const { prefix, suffix, rest } of places) {
    const choice = await complete(engine, {
      ...{ prompt: prefix, suffix, model: 'any', temperature: 0, max_tokens: 64 },
      ...{ stop: '\n', logprobs: 0 },
    });
    if (choice.text === rest) exact++;
    const sure = sureBeginning(choice);
    if (sure.trim() === '') continue;
    shown++;
    if (rest.startsWith(sure)) shownRight++;
  }
  return {
    cursors: places.length,
    'whole rest right, %': percent(exact, places.length),
    'shown where sure, %': percent(shown, places.length),
    'of these right, %': percent(shownRight, shown),
  };
}

function sureBeginning({ logprobs }: Choice): string {
  let text = '';
  let running = 0;
  for (const token of logprobs ? scoredTokens(logprobs) : []) {
    running += token.logProbability ?? 0;
    if (running < Math.log(GATE)) break;
    text += token.text;
  }
  return text;
}

/** Milliseconds to the last chunk; to the first one too, which is when something can be shown. */
async function durations(engine: Engine, places: readonly Cursor[], alternatives: number) {
  const whole: number[] = [];
  const first: number[] = [];
  for (const { prefix, suffix } of places) {
    const began = performance.now();
    let chunks = 0;
    const request = {
      ...{ prompt: prefix, suffix, model: 'any', max_tokens: 64, min_tokens: 64 },
      ...{ temperature: 0, logprobs: alternatives },
    };
    for await (const { choices } of engine.complete(request, neverAborted)) {
      if (chunks++ === 0 && choices.length > 0) first.push(performance.now() - began);
    }
    whole.push(performance.now() - began);
  }
  return {
    'first chunk, p50 ms': round(percentile(first, 0.5)),
    'p95 ms': round(percentile(first, 0.95)),
    'all, p50 ms': round(percentile(whole, 0.5)),
    'all, p95 ms': round(percentile(whole, 0.95)),
    'first request, ms': round(whole[0] ?? 0),
  };
}

async function complete(engine: Engine, request: CompletionRequest): Promise<Choice> {
  const accumulator = new CompletionAccumulator();
  for await (const chunk of engine.complete(request, neverAborted)) accumulator.add(chunk);
  const [choice] = accumulator.choices;
  if (!choice) throw new Error('The engine gave no choice.');
  return choice;
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
}

function percent(part: number, whole: number): number {
  return round((100 * part) / whole);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
