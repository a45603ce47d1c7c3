import { diffWordsWithSpace } from 'diff';

/** The text of a completion: what it goes on from, and its own tokens. */
export interface BranchText {
  readonly lead: string;
  readonly texts: readonly string[];
}

/** From which token to which, the last not among them. */
export type TokenRange = readonly [start: number, end: number];

/** Texts that have more edits between them are told to differ as a whole. */
const MOST_EDITS = 400;

/** Where two texts differ, as tokens of each. */
export function differences(
  one: BranchText,
  other: BranchText,
): { readonly one: readonly TokenRange[]; readonly other: readonly TokenRange[] } {
  const whole = ({ lead, texts }: BranchText) => lead + texts.join('');
  const pieces = diffWordsWithSpace(whole(one), whole(other), { maxEditLength: MOST_EDITS });
  if (!pieces) return { one: [[0, one.texts.length]], other: [[0, other.texts.length]] };
  const ranges: { one: TokenRange[]; other: TokenRange[] } = { one: [], other: [] };
  let [atOne, atOther] = [0, 0];
  for (const { value, added, removed } of pieces) {
    if (removed) ranges.one.push(...tokensWithin(one, atOne, atOne + value.length));
    if (added) ranges.other.push(...tokensWithin(other, atOther, atOther + value.length));
    if (!added) atOne += value.length;
    if (!removed) atOther += value.length;
  }
  return ranges;
}

/** The tokens that have a part in the text from `start` to `end`, as one range; none for none. */
function tokensWithin({ lead, texts }: BranchText, start: number, end: number): TokenRange[] {
  let at = lead.length;
  let first: number | undefined;
  let last = texts.length;
  for (const [index, text] of texts.entries()) {
    if (at >= end) {
      last = index;
      break;
    }
    at += text.length;
    if (at > start) first ??= index;
  }
  return first === undefined ? [] : [[first, last]];
}
