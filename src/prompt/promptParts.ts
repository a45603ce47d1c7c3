import { phrase, type Phrase, type Wording, written } from '../completions/phrase';
import type { PromptFormat } from './formats/promptFormat';
import type { PromptPart, PromptPartKind } from './prompt';
import type { PromptSubject } from './promptSubject';
import { withoutMarkers } from './specialMarkers';
import { estimateTokens } from './tokenRate';

const LONGEST_LABEL = 200;

/** Makes the parts of one prompt, each with what it costs. */
export class PromptParts {
  /** The subject's path and language, as they can stand in a line. */
  readonly path: string;
  readonly language: string;

  constructor(
    private readonly format: Pick<PromptFormat, 'name' | 'label'>,
    private readonly subject: Pick<PromptSubject, 'path' | 'language'>,
    private readonly charactersPerToken: number,
  ) {
    this.path = oneLine(subject.path);
    this.language = oneLine(subject.language);
  }

  part(kind: PromptPartKind, label: Wording, text: string, reason: Phrase): PromptPart {
    const tokens = estimateTokens(text, this.charactersPerToken);
    return { kind, label, text, tokens, reason, inSuffixField: false };
  }

  prefix(text: string): PromptPart {
    const reason = phrase`The text before the cursor, which the completion goes on from.`;
    return this.part('prefix', phrase`before the cursor`, text, reason);
  }

  suffix(text: string, inSuffixField: boolean): PromptPart {
    const reason = phrase`The text after the cursor, which the completion has to meet.`;
    return { ...this.part('suffix', phrase`after the cursor`, text, reason), inSuffixField };
  }

  ofFormat(text: string): PromptPart {
    return this.part('format', this.format.name, text, phrase`Text of the prompt format itself.`);
  }

  /** A line that says what comes after it. */
  heading(label: Wording): string {
    return `${this.format.label(oneLine(written(label)), this.subject.language)}\n`;
  }
}

export function textOf(parts: readonly { readonly text: string }[]): string {
  return parts.map(({ text }) => text).join('');
}

/** Labels come from names of files, which may hold anything. */
function oneLine(text: string): string {
  return withoutMarkers(text.replaceAll(/[\r\n]+/g, ' ')).slice(0, LONGEST_LABEL);
}
