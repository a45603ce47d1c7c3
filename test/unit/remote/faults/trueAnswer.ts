import type { Chance } from './chance';

/** One event of an answer, and what it adds to the text of a choice. */
export interface AnswerEvent {
  readonly value: Record<string, unknown>;
  readonly choice: number;
  readonly text: string;
}

/** What a server without faults would say. */
export interface TrueAnswer {
  readonly events: readonly AnswerEvent[];
  /** The whole text of each choice. */
  readonly texts: readonly string[];
  /** The special token that leaks at the end of each choice; half of it may be taken for text. */
  readonly leaked: readonly string[];
}

/** Texts that a reader of streams could stumble over, among ordinary ones. None is a special token. */
const TOKENS = [
  ...['let', ' x', ' =', ' value', '(', ')', ';', '\n', '\r\n', '\t', '  ', '"', '\\', '/'],
  ...['é', '😀', 'ß', '漢字', '\u2028', '\0', '\uFEFF', '\uFFFD', '👩‍💻', '\u0301'],
  ...['<', '<|', '|>', '<|eot', '</s>', '<div>', '>', '{', '}', '[DONE]', 'data: ', ': ', '\n\n'],
];

const LEAKED = ['', '', '', '<|eot_id|>', '<|endoftext|>', '<｜end▁of▁sentence｜>'];

export function trueAnswer(chance: Chance, choices: number, scored: boolean): TrueAnswer {
  const texts = Array.from({ length: choices }, () => '');
  const leaks: string[] = [];
  const events: AnswerEvent[] = [];
  const add = (choice: number, text: string, isText = true) => {
    const logprobs = scored ? { logprobs: scores(chance, text) } : {};
    const value = chunk([{ index: choice, text, ...logprobs, finish_reason: null }]);
    events.push({ value, choice, text: isText ? text : '' });
    if (isText) texts[choice] = (texts[choice] ?? '') + text;
  };
  const length = chance.below(chance.pick([2, 8, 40]));
  for (let count = 0; count < length; count++) add(chance.below(choices), chance.pick(TOKENS));
  const usage = { prompt_tokens: 3, completion_tokens: length, total_tokens: 3 + length };
  const usageAlone = chance.happens(0.5);
  for (let choice = 0; choice < choices; choice++) {
    const leaked = chance.pick(LEAKED);
    leaks.push(leaked);
    const cut = chance.below(leaked.length);
    if (leaked !== '') add(choice, leaked.slice(0, cut), false);
    if (leaked !== '') add(choice, leaked.slice(cut), false);
    const end = chunk([
      { index: choice, text: '', finish_reason: chance.pick(['stop', 'length']) },
    ]);
    events.push({ value: usageAlone ? end : { ...end, usage }, choice, text: '' });
  }
  if (usageAlone) events.push({ value: { ...chunk([]), usage }, choice: 0, text: '' });
  return { events, texts, leaked: leaks };
}

function chunk(choices: readonly object[]): Record<string, unknown> {
  const head = { id: 'cmpl-1', object: 'text_completion', created: 1, model: 'faulty' };
  return { ...head, system_fingerprint: 'fp', choices };
}

function scores(chance: Chance, text: string): object {
  const alternatives = { [text]: -0.5, [chance.pick(TOKENS)]: -1.5, ' other': -2.5 };
  return {
    tokens: [text],
    token_logprobs: [-0.5],
    top_logprobs: [chance.happens(0.2) ? null : alternatives],
    text_offset: [chance.below(1000)],
  };
}
