import type { BackendCapabilities } from '../completions/backendCapabilities';
import { withoutCredentials } from './credentials';
import { chooseFormat, type FormatSettings } from './formats/formatChoice';
import type { PromptContent, PromptFormat } from './formats/promptFormat';
import type { Prompt, PromptPart } from './prompt';
import type { PromptContext, PromptSubject, Section } from './promptSubject';
import { readReply } from './replyReading';
import { FEWEST_TOKENS } from './promptSize';
import { withMarkers, withoutMarkers } from './specialMarkers';
import { enclosingLines, importLines } from './surroundings';
import { beginningOfText, endOfText } from './textCut';
import { estimateTokens, weightOf } from './tokenRate';

/** For whom a prompt is made. */
export interface PromptTarget extends FormatSettings {
  readonly model: string;
  readonly capabilities: Pick<BackendCapabilities, 'suffix' | 'rawPrompt'>;
  /** The most tokens that prompt and suffix may cost together, as far as they can be estimated. */
  readonly maxTokens: number;
  /** Characters for each token of the model: see `TokenRates`. */
  readonly charactersPerToken: number;
  /**
   * Whether the model reads only text, on this machine: it knows no markers, nothing is sent, and its
   * prompt is the document as it is.
   */
  readonly verbatim: boolean;
}

/** Shares of the budget: at most for the suffix, at least for the prefix where there is as much. */
const SUFFIX_SHARE = 0.13;
const PREFIX_SHARE = 0.48;
/** Imports and enclosing declarations, and the pieces of context that are there anyway. */
const HEAD_SHARE = 0.1;
const SECTIONS_SHARE = 0.6;
/** What one text leaves over is given to another in such steps, so that neither moves with each key. */
const SHARE_STEP = 1 / 8;

/** The hole of a format that is filled by instruction begins at a line whose number this divides. */
const HOLE_LINES = 8;

/** Puts together the prompt for `subject`: as much as the budget allows, the stable text first. */
export function buildPrompt(
  subject: PromptSubject,
  context: PromptContext,
  target: PromptTarget,
): Prompt {
  return target.verbatim
    ? verbatimPrompt(subject, target)
    : new Building(subject, target).with(context);
}

/** The document's own text for an engine that has learned everything else already. */
function verbatimPrompt({ window, language }: PromptSubject, target: PromptTarget): Prompt {
  const limit = Math.max(FEWEST_TOKENS, target.maxTokens) * target.charactersPerToken;
  const suffix = beginningOfText(window.suffix, limit * 0.2);
  const prefix = endOfText(window.prefix, limit - weightOf(suffix));
  const parts = [prefixPart(prefix, target), suffixPart(suffix, true, target)];
  return finish({ prompt: prefix, suffix }, parts, { prefix, language, stop: [] }, target);
}

/** One prompt while it is put together. All sizes are weights: see `weightOf`. */
class Building {
  private readonly format: PromptFormat;
  private readonly prefix: string;
  private readonly suffix: string;
  /** All that may be used beside what the format itself needs. */
  private readonly room: number;

  constructor(
    private readonly subject: PromptSubject,
    private readonly target: PromptTarget,
  ) {
    this.format = chooseFormat(target, target.model, target.capabilities);
    const all = Math.max(FEWEST_TOKENS, target.maxTokens) * target.charactersPerToken;
    // Only what could be sent at all is looked through: lines may be very long.
    const prefix = endOfText(subject.window.prefix, all);
    const suffix = beginningOfText(subject.window.suffix, all);
    // Read together: a credential may stand on both sides of the cursor.
    const safe = withoutCredentials(prefix + suffix);
    this.prefix = withoutMarkers(safe.slice(0, prefix.length));
    this.suffix = withoutMarkers(safe.slice(prefix.length));
    const empty = { ...this.names(), context: '', head: '', prefix: '', suffix: '', hole: 0 };
    const frame = this.format.frame(empty).map(({ text }) => text);
    this.room = Math.max(0, Math.floor(all) - weightOf(frame.join('')));
  }

  with(context: PromptContext): Prompt {
    const { room } = this;
    const suffix = beginningOfText(this.suffix, room * SUFFIX_SHARE);
    if (this.subject.alone) {
      const prefix = endOfText(this.prefix, room - weightOf(suffix));
      return this.assembled({ pieces: [], heads: [], prefix, suffix });
    }
    const prefixAtLeast = endOfText(this.prefix, room * PREFIX_SHARE);
    const heads = this.heads(prefixAtLeast, room * HEAD_SHARE);
    const prefixRoom = inSteps(weightOf(prefixAtLeast), room);
    const contextRoom = room - room * SUFFIX_SHARE - prefixRoom - weightOf(textOf(heads));
    const pieces = this.context(context, contextRoom);
    const used = weightOf(textOf(pieces)) + weightOf(suffix);
    return this.assembled({ pieces, suffix, ...this.extended(prefixAtLeast, heads, room - used) });
  }

  /** More of the prefix where `room` is left for it. */
  private extended(
    prefix: string,
    heads: readonly PromptPart[],
    room: number,
  ): { prefix: string; heads: readonly PromptPart[] } {
    const spare = room - weightOf(textOf(heads));
    const longer = endOfText(this.prefix, spare - (spare % (this.room * SHARE_STEP)));
    if (longer.length <= prefix.length) return { prefix, heads };
    const longerHeads = this.heads(longer, this.room * HEAD_SHARE);
    const fits = weightOf(longer) + weightOf(textOf(longerHeads)) <= room;
    return fits ? { prefix: longer, heads: longerHeads } : { prefix, heads };
  }

  /** The beginning of the current file that `prefix` does not hold. */
  private heads(prefix: string, limit: number): PromptPart[] {
    const { document, line } = this.subject;
    const first = line - prefix.split('\n').length + 1;
    const label = this.part(
      'file',
      this.subject.path,
      this.labelled(this.subject.path),
      'The file that is edited.',
    );
    if (first <= 0) return [label];
    const safe = (lines: string[], room: number) => {
      const text = withoutMarkers(withoutCredentials(lines.join('\n')));
      return text === '' ? '' : `${beginningOfText(text, room - 1)}\n`;
    };
    const imports = safe(importLines(document, first), limit / 2);
    const enclosing = safe(enclosingLines(document, first), limit / 2);
    return [
      label,
      this.part(
        'imports',
        'imports',
        imports,
        'What the file imports, above the text that is shown.',
      ),
      this.part(
        'enclosing',
        'enclosing declarations',
        enclosing,
        'What the text that is shown stands in.',
      ),
    ].filter(({ text }) => text !== '');
  }

  private context(context: PromptContext, room: number): PromptPart[] {
    const fixed = this.fitting(context.sections, room * SECTIONS_SHARE);
    const left = room - weightOf(textOf(fixed));
    const characters = left - (left % Math.max(1, room * SHARE_STEP));
    const similar = this.fitting(context.similar(characters), left);
    return [...similar, ...fixed];
  }

  /** As many of the sections, from the first on, as weigh no more than `room`. */
  private fitting(sections: readonly Section[], room: number): PromptPart[] {
    const parts: PromptPart[] = [];
    let left = room;
    for (const { kind, label, text, reason } of sections) {
      const heading = this.labelled(label);
      const safe = withoutMarkers(withoutCredentials(text));
      const cut = beginningOfText(safe, left - weightOf(heading) - 1);
      // A line or less of a longer piece says nothing.
      if (cut !== safe && !cut.includes('\n')) continue;
      const part = this.part(kind, label, `${heading}${cut}\n`, reason);
      left -= weightOf(part.text);
      if (left < 0) break;
      parts.push(part);
    }
    return parts;
  }

  private assembled(made: {
    readonly pieces: readonly PromptPart[];
    readonly heads: readonly PromptPart[];
    readonly prefix: string;
    readonly suffix: string;
  }): Prompt {
    const { format } = this;
    const { pieces, heads, prefix, suffix } = made;
    const content: PromptContent = {
      ...this.names(),
      context: textOf(pieces),
      head: textOf(heads),
      prefix,
      suffix,
      hole: holeStart(prefix),
    };
    const frame = format.frame(content);
    const parts = frame.flatMap(({ part, text }): readonly PromptPart[] => {
      if (part === 'context') return pieces;
      if (part === 'head') return heads;
      if (part === 'prefix') return [prefixPart(text, this.target)];
      if (part === 'suffix') return [suffixPart(text, false, this.target)];
      return [this.part('format', format.name, text, 'Text of the prompt format itself.')];
    });
    const inField = format.suffixField ? [suffixPart(suffix, true, this.target)] : [];
    const prompt = frame.map(({ text }) => text).join('');
    const { stop, answerTags } = format;
    const { language } = this.subject;
    return finish(
      format.suffixField ? { prompt, suffix } : { prompt },
      [...parts, ...inField].filter(({ text }) => text !== ''),
      { prefix, language, stop, answerTags },
      this.target,
    );
  }

  private names(): Pick<PromptContent, 'path' | 'language'> {
    const { path, language } = this.subject;
    return { path: oneLine(path), language: oneLine(language) };
  }

  /** A line that says what comes after it. */
  private labelled(label: string): string {
    const { language } = this.subject;
    return `${this.format.label(oneLine(label), language)}\n`;
  }

  private part(kind: PromptPart['kind'], label: string, text: string, reason: string): PromptPart {
    const tokens = estimateTokens(text, this.target.charactersPerToken);
    return { kind, label, text, tokens, reason, inSuffixField: false };
  }
}

function finish(
  texts: { readonly prompt: string; readonly suffix?: string },
  parts: readonly PromptPart[],
  situation: Parameters<typeof readReply>[2],
  { verbatim }: PromptTarget,
): Prompt {
  const { stop } = situation;
  return {
    request: { ...texts, ...(stop.length > 0 && { stop }) },
    parts,
    completionIn: (reply, finished) =>
      verbatim
        ? { start: 0, end: reply.length, closed: false }
        : readReply(reply, finished, situation),
    restore: verbatim ? (completion) => completion : withMarkers,
  };
}

function prefixPart(text: string, target: PromptTarget): PromptPart {
  return {
    kind: 'prefix',
    label: 'before the cursor',
    text,
    tokens: estimateTokens(text, target.charactersPerToken),
    reason: 'The text before the cursor, which the completion goes on from.',
    inSuffixField: false,
  };
}

function suffixPart(text: string, inSuffixField: boolean, target: PromptTarget): PromptPart {
  return {
    kind: 'suffix',
    label: 'after the cursor',
    text,
    tokens: estimateTokens(text, target.charactersPerToken),
    reason: 'The text after the cursor, which the completion has to meet.',
    inSuffixField,
  };
}

function textOf(parts: readonly { readonly text: string }[]): string {
  return parts.map(({ text }) => text).join('');
}

/** `size` rounded up to the steps in which the room is shared out. */
function inSteps(size: number, room: number): number {
  const step = room * SHARE_STEP;
  return Math.ceil(size / step) * step;
}

/** Where the hole begins in `prefix`: at a line border, some lines before the cursor. */
function holeStart(prefix: string): number {
  const lines = prefix.split('\n');
  const before = (lines.length - 1) % HOLE_LINES;
  const after = lines.slice(lines.length - 1 - before).join('\n');
  return prefix.length - after.length;
}

/** Labels come from names of files, which may hold anything. */
function oneLine(text: string): string {
  return withoutMarkers(text.replaceAll(/[\r\n]+/g, ' ')).slice(0, 200);
}
