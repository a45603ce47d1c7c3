import type { GeneratedRange, OffsetChange } from './generatedRange';

/** Edits further apart than this, in milliseconds, are steps to undo of their own. */
const PAUSE = 1_000;

/** Changes that are made at once, all counted in the text before them. */
export type EditStep = readonly OffsetChange[];

/**
 * What the person edits while text is generated in the same document, as if that text were not there:
 * so that it can be edited again without it.
 */
export class ForeignEdits {
  private readonly edits: { readonly step: EditStep; readonly at: number }[] = [];

  get count(): number {
    return this.edits.length;
  }

  /**
   * @param places where generated texts stood before these changes
   * @param at milliseconds on any clock
   */
  add(changes: EditStep, places: readonly GeneratedRange[], at: number): void {
    const step = changes.map(({ rangeOffset, rangeLength, text }) => {
      const before = places.filter(({ end }) => end <= rangeOffset);
      const generated = before.reduce((sum, { start, end }) => sum + end - start, 0);
      return { rangeOffset: rangeOffset - generated, rangeLength, text };
    });
    this.edits.push({ step, at });
  }

  /** The first `count` edits, put together to the steps that a person would undo. */
  steps(count: number): EditStep[] {
    const steps: EditStep[] = [];
    let lastAt = -Infinity;
    for (const { step, at } of this.edits.slice(0, count)) {
      const last = at - lastAt < PAUSE ? steps.at(-1) : undefined;
      const joined = last && join(last, step);
      if (joined) steps.splice(-1, 1, joined);
      else steps.push(step);
      lastAt = at;
    }
    return steps;
  }
}

/** Two steps as one, where at each cursor the second goes on with the first. */
function join(first: EditStep, second: EditStep): EditStep | undefined {
  if (first.length !== second.length) return undefined;
  const [earlier, later] = [first, second].map((step) =>
    [...step].sort((a, b) => a.rangeOffset - b.rangeOffset),
  );
  const joined: OffsetChange[] = [];
  // How far the first step's changes at the cursors before have moved this one.
  let moved = 0;
  for (const [index, change] of (earlier ?? []).entries()) {
    const next = later?.[index];
    const both = next && joinChanges(change, { ...next, rangeOffset: next.rangeOffset - moved });
    if (!both) return undefined;
    joined.unshift(both);
    moved += change.text.length - change.rangeLength;
  }
  return joined;
}

/** Two changes as one, where the second goes on with the typing, or the deleting, of the first. */
function joinChanges(first: OffsetChange, second: OffsetChange): OffsetChange | undefined {
  const { rangeOffset, rangeLength, text } = first;
  const end = rangeOffset + text.length;
  if (text !== '' && second.rangeLength === 0 && second.rangeOffset === end) {
    const beginsWord = /\s$/.test(text) && /^\S/.test(second.text);
    return beginsWord ? undefined : { rangeOffset, rangeLength, text: text + second.text };
  }
  const isNextTo =
    second.rangeOffset + second.rangeLength === rangeOffset || second.rangeOffset === rangeOffset;
  if (text !== '' || second.text !== '' || !isNextTo) return undefined;
  return { ...second, rangeLength: rangeLength + second.rangeLength };
}
