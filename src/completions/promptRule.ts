import { isText, mustBe, type Rule } from './parameterRules';
import { phrase, type Phrase, type Wording } from './phrase';

const FORMS = phrase`a text, a list of texts, a list of token ids, or a list of such lists`;

/** One of the four forms of a prompt. Linear, and cheap for a hundred thousand token ids. */
export const isPrompt: Rule = (value) => {
  if (!Array.isArray(value))
    return typeof value === 'string' ? isText(value) : mustBe(value, FORMS);
  const prompt: readonly unknown[] = value;
  const [first] = prompt;
  if (prompt.length === 0) return phrase`is an empty list, but must have at least one entry`;
  if (typeof first === 'number') return tokensProblem(prompt);
  if (typeof first === 'string') return entriesProblem(prompt, isText, phrase`texts`);
  if (Array.isArray(first)) return entriesProblem(prompt, isTokenList, phrase`lists of token ids`);
  return phrase`is a list that begins with ${kindOf(first)}, but must be ${FORMS}`;
};

const isTokenList: Rule = (value) => {
  if (!Array.isArray(value)) return mustBe(value, phrase`a list of token ids`);
  if (value.length === 0) return phrase`is empty`;
  return tokensProblem(value);
};

function entriesProblem(
  list: readonly unknown[],
  rule: Rule,
  expected: Phrase,
): Phrase | undefined {
  const [first] = list;
  for (let index = 0; index < list.length; index++) {
    const entry = list[index];
    if (typeOf(entry) !== typeOf(first)) return mixed(index, entry, expected);
    const problem = rule(entry);
    if (problem !== undefined) return phrase`has at position ${index} an entry that ${problem}`;
  }
  return undefined;
}

function tokensProblem(list: readonly unknown[]): Phrase | undefined {
  // By index, not by iterator: this runs over the whole of a long prompt.
  for (let index = 0; index < list.length; index++) {
    const token = list[index];
    if (typeof token !== 'number') return mixed(index, token, phrase`token ids`);
    if (!Number.isSafeInteger(token) || token < 0) {
      return phrase`has ${token} at position ${index}, but a token id must be a whole number, 0 or more`;
    }
  }
  return undefined;
}

function mixed(index: number, entry: unknown, expected: Phrase): Phrase {
  return phrase`has ${kindOf(entry)} at position ${index}, but all entries must be ${expected}`;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

function kindOf(value: unknown): Wording {
  switch (typeOf(value)) {
    case 'list':
      return phrase`a list`;
    case 'string':
      return phrase`a text`;
    case 'number':
      return phrase`a number`;
    case 'object':
      return phrase`an object`;
    default:
      return String(value);
  }
}
