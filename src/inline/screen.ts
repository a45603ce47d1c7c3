import { lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';
import type { CompletionMemory, Remembered } from './completionMemory';
import { followIndentation } from './followIndentation';
import type { GhostText, GhostTextDocument } from './ghostTextRequest';
import type { Displayed, Growth } from './growth';
import type { KnownCompletion } from './knownCompletion';
import { lexicalRules } from './lexicalRules';
import { meetSuffix } from './meetSuffix';
import type { Outcomes } from './outcomes';

/** What is on the screen, and in which document. */
export interface OnScreen extends Displayed {
  readonly document: GhostTextDocument;
}

/** A cursor in a document. */
interface Place {
  readonly document: GhostTextDocument;
  readonly window: DocumentWindow;
}

/** Puts completions on the screen, and keeps in mind which is there. */
export class Screen {
  private displayed: OnScreen | undefined;
  /** Whether another answer is asked for, or about to be, which what is shown grows into. */
  private isComing: () => boolean = () => false;

  constructor(
    private readonly memory: CompletionMemory,
    private readonly growth: Growth,
    private readonly outcomes: Outcomes,
  ) {}

  /** What was put on the screen last; the editor may have taken it away since. */
  get last(): OnScreen | undefined {
    return this.displayed;
  }

  /** Fits what is left of a completion to its place; undefined where there is nothing to show of it. */
  show(place: Place, { completion, remainder }: Remembered): GhostText | undefined {
    const { document, window } = place;
    const ghostText = fitted(place, completion, remainder.text);
    if (ghostText.text.trim() === '') return undefined;
    this.memory.use(completion);
    this.displayed = {
      ...{ document, completion, window, ghostText },
      fit: (of, { text }) => fitted(place, of, text),
      confirmed: (by, { text }) => {
        this.outcomes.confirmed(by, window, text);
      },
    };
    this.outcomes.shown(completion, window, remainder.text);
    if (!remainder.final) this.growth.follow(completion, this.displayed);
    return ghostText;
  }

  /** What is there grows into `coming` when that has come, unless `signal` aborts before. */
  async growInto(coming: Promise<KnownCompletion | undefined>, signal: AbortSignal): Promise<void> {
    this.isComing = () => !signal.aborted;
    const completion = await coming;
    if (signal.aborted) return;
    this.isComing = () => !signal.aborted && completion?.open === true;
    if (completion && this.displayed) this.growth.follow(completion, this.displayed);
  }

  /** The document in which what is shown is going to grow into another answer; undefined for none. */
  get waiting(): string | undefined {
    return this.isComing() ? this.displayed?.document.id : undefined;
  }
}

/** `text`, the rest of `completion`, as it is to stand in the document. */
export function fitted(
  { document: { languageId, indentation }, window }: Place,
  { id }: KnownCompletion,
  text: string,
): GhostText {
  const indented = followIndentation(text, lineBeforeCursor(window), indentation);
  return { completion: id, ...meetSuffix(indented, window, lexicalRules(languageId)) };
}
