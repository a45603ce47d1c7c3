import { lineAfterCursor, lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';

/** The share of answers that show something, until more is known. */
const USUAL = 0.6;
/** So many answers weigh as much as what is assumed: for all places, and for those of one kind. */
const USUAL_WEIGHT = 8;
const KIND_WEIGHT = 5;
/** Where next to nothing is shown anywhere, a little less is not much rarer. */
const NEXT_TO_NOTHING = 0.1;
/** What an answer still weighs after the next one: for all places, and for those of one kind. */
const LASTING = 0.99;
const KIND_LASTING = 0.97;

/** Answers, the older the less they weigh. */
interface Answers {
  readonly given: number;
  readonly shown: number;
}

const NONE: Answers = { given: 0, shown: 0 };

/**
 * Learns at which places an answer rarely shows anything: the model has nothing to add there, or is
 * not sure of it. They differ with the language, the model and the person: the end of a sentence, the
 * middle of a line.
 */
export class RequestYield {
  private all = NONE;
  private readonly kinds = new Map<string, Answers>();

  /** An answer to a request at `window` was whole, and there was something to show of it or not. */
  answered(window: DocumentWindow, shown: boolean): void {
    const kind = kindOf(window);
    this.all = after(this.all, LASTING, shown);
    this.kinds.set(kind, after(this.kinds.get(kind) ?? NONE, KIND_LASTING, shown));
  }

  /** How many times as rare as at other places an answer at `window` is that shows something. */
  rarity(window: DocumentWindow): number {
    const usual = share(this.all, USUAL, USUAL_WEIGHT);
    const here = share(this.kinds.get(kindOf(window)) ?? NONE, usual, KIND_WEIGHT);
    return (usual + NEXT_TO_NOTHING) / (here + NEXT_TO_NOTHING);
  }
}

function after({ given, shown }: Answers, lasting: number, isShown: boolean): Answers {
  return { given: given * lasting + 1, shown: shown * lasting + (isShown ? 1 : 0) };
}

function share({ given, shown }: Answers, assumed: number, weight: number): number {
  return (shown + assumed * weight) / (given + weight);
}

/** What stands before the cursor, and what follows it on its line. */
function kindOf(window: DocumentWindow): string {
  const before = lineBeforeCursor(window);
  const after = lineAfterCursor(window);
  const last = before.slice(-1);
  const what =
    before.trim() === ''
      ? 'blank'
      : /[\p{L}\p{N}_$]/u.test(last)
        ? 'word'
        : /[\t -~]/.test(last)
          ? last
          : 'other';
  const where = after.trim() === '' ? 'end' : /^[\s)\]}"'`;,>]*$/.test(after) ? 'closed' : 'middle';
  return `${what} ${where}`;
}
