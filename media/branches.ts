import type { InspectedRow } from '../src/inspector/protocol';

/** A completion with those that branch off from it. */
export interface BranchNode {
  readonly row: InspectedRow;
  readonly depth: number;
}

/** The tree that a completion belongs to, as lines from its root down, earlier branches first. */
export function branchTree(rows: ReadonlyMap<number, InspectedRow>, id: number): BranchNode[] {
  let root = rows.get(id);
  let parent = root;
  while (parent) {
    root = parent;
    // A parent was there before its branches, so this comes to an end.
    parent = parent.parent === null ? undefined : rows.get(parent.parent);
  }
  const children = new Map<number, InspectedRow[]>();
  for (const row of rows.values()) {
    if (row.parent === null) continue;
    const siblings = children.get(row.parent);
    if (siblings) siblings.push(row);
    else children.set(row.parent, [row]);
  }
  const nodes: BranchNode[] = [];
  const walk = (row: InspectedRow, depth: number): void => {
    nodes.push({ row, depth });
    const below = children.get(row.id) ?? [];
    for (const child of below.sort((a, b) => a.id - b.id)) walk(child, depth + 1);
  };
  if (root) walk(root, 0);
  return nodes;
}

/** The text of a completion: what it goes on from, and its own tokens. */
export interface BranchText {
  readonly lead: string;
  readonly texts: readonly string[];
}

/** From which token to which, the last not among them. */
export type TokenRange = readonly [start: number, end: number];

/** Where two texts differ, as tokens of each: what is the same at both ends is left out. */
export function difference(
  one: BranchText,
  other: BranchText,
): { readonly one: TokenRange; readonly other: TokenRange } {
  const [first, second] = [one, other].map(({ lead, texts }) => lead + texts.join(''));
  if (first === undefined || second === undefined) return { one: [0, 0], other: [0, 0] };
  const shorter = Math.min(first.length, second.length);
  let start = 0;
  while (start < shorter && first[start] === second[start]) start++;
  let end = 0;
  while (end < shorter - start && first.at(-1 - end) === second.at(-1 - end)) end++;
  return {
    one: tokensWithin(one, start, first.length - end),
    other: tokensWithin(other, start, second.length - end),
  };
}

/** The tokens that have a part in the text from `start` to `end`. */
function tokensWithin({ lead, texts }: BranchText, start: number, end: number): TokenRange {
  let at = lead.length;
  let first = texts.length;
  let last = texts.length;
  for (const [index, text] of texts.entries()) {
    const after = at + text.length;
    if (after > start) first = Math.min(first, index);
    if (at >= end) {
      last = index;
      break;
    }
    at = after;
  }
  return [first, Math.max(first, last)];
}
