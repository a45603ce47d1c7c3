import { CompletionAccumulator, type Choice } from '../../../src/completions/completionAccumulator';
import { scoredTokens } from '../../../src/completions/logProbabilities';
import type { Corpus, SourceFile } from '../../../src/local/corpus';
import type { Engine } from '../../../src/local/engine';
import { lex, lexemeKindAt } from '../../../src/local/lexer';
import { LexemeKind } from '../../../src/local/lexemeKind';
import type { Prototype } from './prototype';

/** Characters before and after the cursor, as ghost text sends them. */
const WINDOW = { prefix: 8_000, suffix: 2_000 };

/** Cursors for each measurement. */
const CURSORS = 400;

/** A line's rest is shown as far as the running probability stays above this. */
const GATE = 0.7;

const MOST_TOKENS = 64;

const neverAborted = new AbortController().signal;

/** A place in a line that has something before and after it, which is to be written again. */
export interface Cursor {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly rest: string;
}

/** What a method writes, and how much of it it is sure of. */
interface Written {
  readonly text: string;
  readonly sure: string;
}

/** Cursors between lexemes, and inside words. */
export function cursors(files: readonly SourceFile[], random: () => number) {
  const betweenLexemes: Cursor[] = [];
  const insideWords: Cursor[] = [];
  while (betweenLexemes.length < CURSORS || insideWords.length < CURSORS) {
    const file = files[Math.floor(random() * files.length)];
    if (!file) break;
    const lines = file.text.split('\n');
    const number = Math.floor(random() * lines.length);
    const line = lines[number] ?? '';
    const lexemes = lex(line);
    const chosen = 1 + Math.floor(random() * lexemes.length);
    const border = lexemes.slice(0, chosen).join('').length;
    const word = lexemes[chosen] ?? '';
    const typed = 1 + Math.floor(random() * (word.length - 1));
    const cursor = (column: number): Cursor => ({
      path: file.path,
      before: [...lines.slice(0, number), line.slice(0, column)].join('\n'),
      after: ['', ...lines.slice(number + 1)].join('\n'),
      rest: line.slice(column),
    });
    if (line.slice(0, border).trim() === '' || word.trim() === '') continue;
    if (betweenLexemes.length < CURSORS) betweenLexemes.push(cursor(border));
    const isWord = lexemeKindAt(word, 0) === LexemeKind.word && word.length > 2;
    if (isWord && insideWords.length < CURSORS) insideWords.push(cursor(border + typed));
  }
  return { betweenLexemes, insideWords };
}

/** The window of text that is asked with. */
export function windowOf({ before, after }: Cursor): { prompt: string; suffix: string } {
  return { prompt: before.slice(-WINDOW.prefix), suffix: after.slice(0, WINDOW.suffix) };
}

/** What the engine writes at each of `places`; the file is open to it without the line's rest. */
export async function writtenByEngine(
  corpus: Corpus,
  engine: Engine,
  places: readonly Cursor[],
): Promise<Choice[]> {
  const choices: Choice[] = [];
  for (const place of places) {
    corpus.setDocument(place.path, place.before + place.after);
    await corpus.changeFiles({}, neverAborted);
    choices.push(await complete(engine, place));
    corpus.closeDocument(place.path);
  }
  return choices;
}

/** The rest of the line by the engine, which has written `choices`. */
export function byEngine(places: readonly Cursor[], choices: readonly Choice[]) {
  return figures(
    places,
    choices.map((choice) => ({ text: choice.text, sure: sureBeginning(choice) })),
  );
}

/** The rest of the line by the prototype's method: the files learned, and the text so far. */
export function byPrototype(prototype: Prototype, places: readonly Cursor[]) {
  const written = places.map(({ before }) => {
    const lexemes = lex(before);
    const last = lexemes.at(-1) ?? '';
    const partial = lexemeKindAt(last, 0) === LexemeKind.symbol ? '' : (lexemes.pop() ?? '');
    const sequence = prototype.begin();
    for (const lexeme of lexemes) sequence.append(lexeme);
    let text = '';
    let sure = '';
    let running = 1;
    for (let count = 0; count < MOST_TOKENS; count++) {
      const next = mostProbable(prototype, sequence.predict(), count === 0 ? partial : '');
      const added = count === 0 ? next.text.slice(partial.length) : next.text;
      if (next.text.startsWith('\n') || next.text === '') break;
      running *= next.probability;
      text += added;
      if (running >= GATE) sure = text;
      sequence.append(next.text);
    }
    return { text, sure };
  });
  return figures(places, written);
}

/** @param partial with which the lexeme begins; of those that do, how probable it is */
function mostProbable(
  { vocabulary }: Prototype,
  probabilities: ReadonlyMap<number, number>,
  partial: string,
): { text: string; probability: number } {
  let best = { text: partial, probability: 0 };
  let total = 0;
  for (const [id, probability] of probabilities) {
    if (partial !== '' && !vocabulary.textOf(id).startsWith(partial)) continue;
    total += probability;
    if (probability > best.probability) best = { text: vocabulary.textOf(id), probability };
  }
  return { text: best.text, probability: total === 0 ? 0 : best.probability / total };
}

function figures(places: readonly Cursor[], written: readonly Written[]): Record<string, number> {
  let exact = 0;
  let shown = 0;
  let shownRight = 0;
  for (const [index, { text, sure: sureText }] of written.entries()) {
    const rest = places[index]?.rest ?? '';
    if (text === rest) exact++;
    // Blanks at the end are not seen.
    const sure = sureText.trimEnd();
    if (sure === '') continue;
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

async function complete(engine: Engine, place: Cursor): Promise<Choice> {
  const accumulator = new CompletionAccumulator();
  const request = {
    ...{ ...windowOf(place), model: 'any', temperature: 0, max_tokens: MOST_TOKENS },
    ...{ stop: '\n', logprobs: 0 },
  };
  for await (const chunk of engine.complete(request, neverAborted)) accumulator.add(chunk);
  const [choice] = accumulator.choices;
  if (!choice) throw new Error('The engine gave no choice.');
  return choice;
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

/** With one decimal place. */
export function percent(part: number, whole: number): number {
  return Math.round((1000 * part) / whole) / 10;
}
