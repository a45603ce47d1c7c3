import { phrase, type Phrase, type Wording } from './phrase';

/**
 * What is wrong with a value, to follow “The parameter NAME” in a sentence; undefined if nothing is.
 * Never repeats the text of a prompt, which is nobody's business in an error message.
 */
export type Rule = (value: unknown) => Phrase | undefined;

export const isFlag: Rule = (value) =>
  typeof value === 'boolean' ? undefined : mustBe(value, phrase`true or false`);

/** A number from `lowest` to `highest`, both included. */
export function isWithin([lowest, highest]: readonly [number, number]): Rule {
  return (value) =>
    typeof value === 'number' && value >= lowest && value <= highest
      ? undefined
      : mustBe(value, phrase`between ${lowest} and ${highest}`);
}

/** A whole number from `lowest` on, to `highest` where there is one. */
export function isWhole(lowest: number, highest?: number): Rule {
  const range =
    lowest === Number.MIN_SAFE_INTEGER
      ? phrase`a whole number`
      : highest === undefined
        ? phrase`a whole number, ${lowest} or more`
        : phrase`a whole number from ${lowest} to ${highest}`;
  return (value) =>
    Number.isSafeInteger(value) &&
    Number(value) >= lowest &&
    Number(value) <= (highest ?? Number.MAX_SAFE_INTEGER)
      ? undefined
      : mustBe(value, range);
}

export function isOneOf(values: readonly string[]): Rule {
  return (value) =>
    values.some((each) => each === value)
      ? undefined
      : mustBe(value, phrase`one of ${values.slice(0, -1).join(', ')} and ${values.at(-1) ?? ''}`);
}

/** A text that can travel as UTF-8. */
export const isText: Rule = (value) => {
  if (typeof value !== 'string') return mustBe(value, phrase`a text`);
  return halfCharacterIn(value);
};

export const isFilledText: Rule = (value) =>
  typeof value === 'string' && value.trim() === '' ? phrase`must not be empty` : isText(value);

/** One stop sequence or a list of at most `most`; an empty one would stop before the first token. */
export function isStop(most: number): Rule {
  return (value) => {
    if (!Array.isArray(value)) {
      return typeof value === 'string'
        ? stopProblem(value)
        : mustBe(value, phrase`a text or a list`);
    }
    if (value.length > most) return tooManyStops(value.length, most);
    for (const [index, stop] of value.entries()) {
      const problem = stopProblem(stop);
      if (problem !== undefined) return phrase`has at position ${index} an entry that ${problem}`;
    }
    return undefined;
  };
}

export function tooManyStops(count: number, most: number): Phrase {
  return phrase`has ${count} stop sequences, but may have ${most}`;
}

function stopProblem(stop: unknown): Phrase | undefined {
  return stop === '' ? phrase`must not be empty` : isText(stop);
}

/** Token ids, each with what is added to its logit. */
export function isBias([lowest, highest]: readonly [number, number]): Rule {
  const withinRange = isWithin([lowest, highest]);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return mustBe(value, phrase`an object from token ids to numbers`);
    }
    for (const [token, bias] of Object.entries(value)) {
      if (!/^\d+$/.test(token))
        return phrase`has the key ${shown(token)}, but its keys must be token ids`;
      const problem = withinRange(bias);
      if (problem !== undefined) return phrase`has an entry for token ${token} that ${problem}`;
    }
    return undefined;
  };
}

/** “is 3, but must be …” */
export function mustBe(value: unknown, what: Wording): Phrase {
  return phrase`is ${shown(value)}, but must be ${what}`;
}

/** Longest value that a message repeats, in characters. */
const LONGEST_SHOWN = 40;

/** `value` as a person would write it, cut where it is long. */
function shown(value: unknown): Wording {
  if (value === undefined) return phrase`missing`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null) return 'null';
  if (typeof value !== 'string') return Array.isArray(value) ? phrase`a list` : phrase`an object`;
  const text = JSON.stringify(value.slice(0, 100));
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** A lone surrogate is no character: UTF-8 cannot carry it, and it would silently become another. */
export function halfCharacterIn(text: string): Phrase | undefined {
  if (text.isWellFormed()) return undefined;
  const position = text.search(/\p{Surrogate}/u);
  return phrase`has half a character (a lone surrogate) at position ${position}, which cannot be sent`;
}
