import { assembledPrompt, type ChosenTexts, frameText } from './assembledPrompt';
import { withoutCredentials } from './credentials';
import { fileHead } from './fileHead';
import { fittingSections } from './fittingSections';
import { chooseFormat } from './formats/formatChoice';
import type { PromptFormat } from './formats/promptFormat';
import type { Prompt, PromptPart } from './prompt';
import { PromptParts, textOf } from './promptParts';
import type { PromptContext, PromptSubject } from './promptSubject';
import { budgetOf, type PromptTarget } from './promptTarget';
import { withoutMarkers } from './specialMarkers';
import { beginningOfText, endOfText } from './textCut';
import { weightOf } from './tokenRate';
import { verbatimPrompt } from './verbatimPrompt';

/** Shares of the budget: at most for the suffix, at least for the prefix where there is as much. */
const SUFFIX_SHARE = 0.13;
const PREFIX_SHARE = 0.48;
/** Imports and enclosing declarations, and the pieces of context that are there anyway. */
const HEAD_SHARE = 0.1;
const SECTIONS_SHARE = 0.6;
/** What one text leaves over is given to another in such steps, so that neither moves with each key. */
const SHARE_STEP = 1 / 8;

/** Puts together the prompt for `subject`: as much as the budget allows, the stable text first. */
export function buildPrompt(
  subject: PromptSubject,
  context: PromptContext,
  target: PromptTarget,
): Prompt {
  if (target.verbatim) return verbatimPrompt(subject, target);
  const format = chooseFormat(target, target.model, target.capabilities);
  const parts = new PromptParts(format, subject, target.charactersPerToken);
  const texts = new Budget(subject, target, format, parts).share(context);
  return assembledPrompt(format, texts, subject, parts);
}

/** Shares the budget of one prompt out to its texts. All sizes are weights: see `weightOf`. */
class Budget {
  private readonly prefix: string;
  private readonly suffix: string;
  /** All that may be used beside what the format itself needs. */
  private readonly room: number;

  constructor(
    private readonly subject: PromptSubject,
    target: PromptTarget,
    format: PromptFormat,
    private readonly parts: PromptParts,
  ) {
    const all = budgetOf(target);
    // Only what could be sent at all is looked through: lines may be very long.
    const prefix = endOfText(subject.window.prefix, all);
    const suffix = beginningOfText(subject.window.suffix, all);
    // Read together: a credential may stand on both sides of the cursor.
    const safe = withoutCredentials(prefix + suffix);
    this.prefix = withoutMarkers(safe.slice(0, prefix.length));
    this.suffix = withoutMarkers(safe.slice(prefix.length));
    this.room = Math.max(0, Math.floor(all) - weightOf(frameText(format, parts)));
  }

  share(context: PromptContext): ChosenTexts {
    const { room } = this;
    const suffix = beginningOfText(this.suffix, room * SUFFIX_SHARE);
    if (this.subject.alone) {
      const prefix = endOfText(this.prefix, room - weightOf(suffix));
      return { pieces: [], heads: [], prefix, suffix };
    }
    const prefixAtLeast = endOfText(this.prefix, room * PREFIX_SHARE);
    const heads = this.heads(prefixAtLeast);
    const prefixRoom = inSteps(weightOf(prefixAtLeast), room);
    const contextRoom = room - room * SUFFIX_SHARE - prefixRoom - weightOf(textOf(heads));
    const pieces = this.context(context, contextRoom);
    const used = weightOf(textOf(pieces)) + weightOf(suffix);
    return { pieces, suffix, ...this.extended(prefixAtLeast, heads, room - used) };
  }

  private heads(prefix: string): PromptPart[] {
    return fileHead(this.subject, prefix, this.room * HEAD_SHARE, this.parts);
  }

  private context(context: PromptContext, room: number): PromptPart[] {
    const fixed = fittingSections(context.sections, room * SECTIONS_SHARE, this.parts);
    const left = room - weightOf(textOf(fixed));
    const characters = left - (left % Math.max(1, room * SHARE_STEP));
    return [...fittingSections(context.similar(characters), left, this.parts), ...fixed];
  }

  /** More of the prefix where `room` is left for it. */
  private extended(
    prefix: string,
    heads: readonly PromptPart[],
    room: number,
  ): Pick<ChosenTexts, 'prefix' | 'heads'> {
    const spare = room - weightOf(textOf(heads));
    const longer = endOfText(this.prefix, spare - (spare % (this.room * SHARE_STEP)));
    if (longer.length <= prefix.length) return { prefix, heads };
    const longerHeads = this.heads(longer);
    const fits = weightOf(longer) + weightOf(textOf(longerHeads)) <= room;
    return fits ? { prefix: longer, heads: longerHeads } : { prefix, heads };
  }
}

/** `size` rounded up to the steps in which the room is shared out. */
function inSteps(size: number, room: number): number {
  const step = room * SHARE_STEP;
  return Math.ceil(size / step) * step;
}
