import type { Phrase, Wording } from '../completions/phrase';
import type { DocumentWindow } from './documentWindow';
import type { PromptPartKind } from './prompt';

/** A piece of context beside the text around the cursor. */
export interface Section {
  readonly kind: Extract<
    PromptPartKind,
    'similar' | 'definition' | 'cell' | 'recentEdit' | 'diagnostic'
  >;
  /** What it is, in one line, such as the path of its file. */
  readonly label: Wording;
  readonly text: string;
  /** Why it is there, in a sentence. */
  readonly reason: Phrase;
}

/** The lines of the whole document, to be read one by one. */
export interface DocumentLines {
  readonly count: number;
  at(line: number): string;
}

/** Something that is declared in a document, over several lines. */
export interface Declaration {
  readonly name: string;
  /** The line of its name, and its last. */
  readonly line: number;
  readonly end: number;
}

/** What is to be completed. */
export interface PromptSubject {
  /** From the workspace folder, with `/`. */
  readonly path: string;
  /** The language by the editor's name for it. */
  readonly language: string;
  readonly window: DocumentWindow;
  /** The line of the cursor in the document. */
  readonly line: number;
  readonly document: DocumentLines;
  /** What the editor knows to be declared in it; perhaps of an earlier version of the document. */
  readonly declarations?: readonly Declaration[];
  /** Whether the window is all there is to go on from: nothing from around it goes along. */
  readonly alone?: boolean;
}

/** What stands beside the text around the cursor. */
export interface PromptContext {
  /** Pieces that are there anyway, the most useful first. */
  readonly sections: readonly Section[];
  /** Text from elsewhere that fits into a budget of characters. */
  similar(characters: number): readonly Section[];
}
