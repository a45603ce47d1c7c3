import { isText, mustBe, type Rule } from './parameterRules';

const FORMS = 'a text, a list of texts, a list of token ids, or a list of such lists';

/** One of the four forms of a prompt. Linear, and cheap for a hundred thousand token ids. */
export const isPrompt: Rule = (value) => {
  if (!Array.isArray(value))
    return typeof value === 'string' ? isText(value) : mustBe(value, FORMS);
  const prompt: readonly unknown[] = value;
  const [first] = prompt;
  if (prompt.length === 0) return 'is an empty list, but must have at least one entry';
  if (typeof first === 'number') return tokensProblem(prompt, 'token ids');
  if (typeof first === 'string') return entriesProblem(prompt, isText, 'texts');
  if (Array.isArray(first)) return entriesProblem(prompt, isTokenList, 'lists of token ids');
  return `is a list that begins with ${kindOf(first)}, but must be ${FORMS}`;
};

const isTokenList: Rule = (value) => {
  if (!Array.isArray(value)) return mustBe(value, 'a list of token ids');
  if (value.length === 0) return 'is empty';
  return tokensProblem(value, 'token ids');
};

function entriesProblem(
  list: readonly unknown[],
  rule: Rule,
  expected: string,
): string | undefined {
  const [first] = list;
  for (let index = 0; index < list.length; index++) {
    const entry = list[index];
    if (kindOf(entry) !== kindOf(first)) return mixed(index, entry, expected);
    const problem = rule(entry);
    if (problem !== undefined) return `has at position ${index} an entry that ${problem}`;
  }
  return undefined;
}

function tokensProblem(list: readonly unknown[], expected: string): string | undefined {
  // By index, not by iterator: this runs over the whole of a long prompt.
  for (let index = 0; index < list.length; index++) {
    const token = list[index];
    if (typeof token !== 'number') return mixed(index, token, expected);
    if (!Number.isSafeInteger(token) || token < 0) {
      return `has ${token} at position ${index}, but a token id must be a whole number, 0 or more`;
    }
  }
  return undefined;
}

function mixed(index: number, entry: unknown, expected: string): string {
  return `has ${kindOf(entry)} at position ${index}, but all entries must be ${expected}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}
