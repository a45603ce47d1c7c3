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
