import * as vscode from 'vscode';
import type { CompletionBackend } from '../completions/completionBackend';
import type { CompletionRequest } from '../completions/completionRequest';
import type { DocumentWindow } from '../prompt/documentWindow';
import type { Prompt } from '../prompt/prompt';
import { buildPrompt } from '../prompt/promptBuilder';
import { promptTokens } from '../prompt/promptSize';
import type { PromptTarget } from '../prompt/promptTarget';
import type { Declaration, PromptSubject, Section } from '../prompt/promptSubject';
import type { TokenRates } from '../prompt/tokenRate';
import type { NearbyDeclarations } from './nearbyDeclarations';
import type { NearbyDefinitions } from './nearbyDefinitions';
import { nearbyDiagnostics, otherCells } from './nearbyNotes';
import type { SendableFiles } from './sendableFiles';
import type { Settings } from './settings';
import { shownPath, type ViewedDocuments } from './viewedDocuments';

/** How long a prompt waits for what language support and indexing have to say, in milliseconds. */
const DEADLINE = 25;

/** Most tokens of a selection: what the person selects is not cut as long as models can read it. */
const MOST_SELECTED_TOKENS = 32_768;

/** Who is to answer a prompt, and with how many tokens at most. */
type Answer = Pick<CompletionRequest, 'model' | 'max_tokens'>;

/** A prompt with what it was made for. */
export interface MadePrompt {
  readonly prompt: Prompt;
  readonly path: string;
  readonly model: string;
  readonly line: number;
}

/** The context of one line: it stays as it is while the person types there. */
interface LineContext {
  readonly key: string;
  readonly sections: readonly Section[];
  readonly similar: Map<number, readonly Section[]>;
  /** Whether something was left out because it was late. */
  readonly incomplete: boolean;
}

/** Gathers the context of a cursor and makes the prompt of it. */
export class PromptSource {
  private lineContext: LineContext | undefined;
  private last: { readonly key: string; readonly made: MadePrompt } | undefined;

  /** @param isEmbedded whether the embedded engine would answer now */
  constructor(
    private readonly backend: Pick<CompletionBackend, 'capabilities'>,
    private readonly isEmbedded: () => Promise<boolean>,
    private readonly settings: Settings,
    private readonly rates: TokenRates,
    private readonly files: SendableFiles,
    private readonly viewed: ViewedDocuments,
    private readonly definitions: NearbyDefinitions,
    private readonly declarations: NearbyDeclarations,
  ) {}

  /** Begins to follow what the person views, so that the first prompt knows of it. */
  begin(): void {
    this.viewed.begin();
  }

  /**
   * The prompt for a cursor; undefined when nothing of the document may be sent.
   *
   * @param window the text around the cursor, with the suggest widget's entry in it
   */
  async promptFor(
    document: vscode.TextDocument,
    position: vscode.Position,
    window: DocumentWindow,
    model: string,
    signal: AbortSignal,
  ): Promise<Prompt | undefined> {
    const { max_tokens: answer } = this.settings.sampling(document);
    const target = await this.targetFor(document, { model, max_tokens: answer });
    if (!target) return undefined;
    const context = target.verbatim
      ? emptyContext
      : await this.contextOf(document, position, signal);
    const prompt = buildPrompt(
      {
        ...subjectOf(document, position, window),
        declarations: target.verbatim ? [] : this.declared(document),
      },
      {
        sections: context.sections,
        similar: (characters) => {
          const known = context.similar.get(characters);
          // With room left, what has been typed on the line since may name something more.
          if (known && sizeOf(known) >= characters / 2) return known;
          const sections = this.similar(document, window, characters);
          context.similar.set(characters, sections);
          return sections;
        },
      },
      target,
    );
    const made = { prompt, path: shownPath(document.uri), model, line: position.line };
    this.last = { key: momentOf(document, position), made };
    return prompt;
  }

  /**
   * The prompt for ghost text in the document of this address, where the cursor is; undefined when
   * nothing of it may be sent, or it is gone.
   */
  async ghostTextPrompt(
    window: DocumentWindow,
    address: string,
    model: string,
    signal: AbortSignal,
  ): Promise<Prompt | undefined> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.toString() !== address) return undefined;
    return this.promptFor(editor.document, editor.selection.active, window, model, signal);
  }

  /** The prompt for the embedded engine, which reads the text as it is. */
  verbatimPrompt(window: DocumentWindow, address: string): Prompt | undefined {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.toString() !== address) return undefined;
    const { document, selection } = editor;
    return buildPrompt(
      subjectOf(document, selection.active, window),
      { sections: [], similar: () => [] },
      {
        ...this.settings.prompt(document),
        ...{ model: '', capabilities: VERBATIM, verbatim: true },
        charactersPerToken: this.rates.of(''),
      },
    );
  }

  /**
   * The prompt for a selection that is to be gone on with: the selection alone, as the format of the
   * model needs it; undefined when nothing of the document may be sent.
   *
   * @param window the selection, and the text after it
   * @param answer what is asked for
   */
  async selectionPrompt(
    document: vscode.TextDocument,
    end: vscode.Position,
    window: DocumentWindow,
    answer: Answer,
  ): Promise<Prompt | undefined> {
    const target = await this.targetFor(document, answer, MOST_SELECTED_TOKENS);
    if (!target) return undefined;
    return buildPrompt(
      { ...subjectOf(document, end, window), alone: true },
      { sections: [], similar: () => [] },
      target,
    );
  }

  /**
   * For whom prompts are made; undefined when nothing of the document may be sent.
   *
   * @param least tokens that are allowed, whatever the settings say
   */
  private async targetFor(
    document: vscode.TextDocument,
    { model, max_tokens: answer = 0 }: Answer,
    least = 0,
  ): Promise<PromptTarget | undefined> {
    const verbatim = await this.isEmbedded();
    if (!verbatim && (await this.files.whyNot(document.uri)) !== undefined) return undefined;
    const capabilities = await this.backend.capabilities(model);
    const charactersPerToken = this.rates.of(model);
    const prompt = this.settings.prompt(document);
    const allowed = Math.max(least, prompt.maxTokens);
    const maxTokens = promptTokens(allowed, capabilities.contextLength, answer);
    return { ...prompt, maxTokens, model, capabilities, charactersPerToken, verbatim };
  }

  /** The prompt that was made last, if it was made for the document as it is, at this place. */
  lastFor(document: vscode.TextDocument, position: vscode.Position): MadePrompt | undefined {
    return this.last?.key === momentOf(document, position) ? this.last.made : undefined;
  }

  private similar(
    document: vscode.TextDocument,
    window: DocumentWindow,
    characters: number,
  ): readonly Section[] {
    if (!this.settings.context(document).similarText) return [];
    const { similarText, mayShow } = this.viewed;
    return similarText.around(document.uri.toString(), window, characters, mayShow);
  }

  /**
   * What stands beside the text, for this line: gathered once, and again when something was late or
   * another document has changed.
   */
  private async contextOf(
    document: vscode.TextDocument,
    position: vscode.Position,
    signal: AbortSignal,
  ): Promise<LineContext> {
    this.viewed.begin();
    const wanted = this.settings.context(document);
    const id = document.uri.toString();
    const others = this.viewed.othersThan(id);
    const key = [id, position.line, others, JSON.stringify(wanted)].join();
    const known = this.lineContext;
    if (known?.key === key && !known.incomplete) return known;
    const names = wanted.definitions ? this.definitions.near(document, position) : undefined;
    const declared = wanted.definitions ? this.declarations.in(document) : undefined;
    // Language support may take its time: meanwhile what was viewed is indexed.
    const [told, indexed] = await Promise.all([
      isOnTime([names?.pending, declared?.pending], signal),
      this.read(wanted.similarText, signal),
    ]);
    const context: LineContext = {
      key,
      sections: [
        ...(wanted.diagnostics ? nearbyDiagnostics(document, position.line) : []),
        ...(wanted.notebookCells ? otherCells(document) : []),
        ...(names?.sections() ?? []),
        ...(wanted.recentEdits
          ? this.viewed.recentEdits.sections(id, position.line, this.viewed.mayShow)
          : []),
      ],
      similar: new Map<number, readonly Section[]>(),
      incomplete: !told || !indexed,
    };
    this.lineContext = context;
    return context;
  }

  /** As they are known by now: language support may come to know them later than the line. */
  private declared(document: vscode.TextDocument): readonly Declaration[] {
    const { definitions } = this.settings.context(document);
    return definitions ? this.declarations.in(document).declarations : [];
  }

  /** Reads, and indexes, what has been viewed as far as there is time; returns whether that is all. */
  private async read(index: boolean, signal: AbortSignal): Promise<boolean> {
    const began = performance.now();
    const onTime = await isOnTime([this.viewed.pending], signal);
    const left = DEADLINE - (performance.now() - began);
    return (!index || this.viewed.similarText.prepare(Math.max(5, left))) && onTime;
  }
}

/** What a prompt of nothing but the text needs of its backend. */
const VERBATIM = { suffix: true, rawPrompt: true };

const emptyContext: LineContext = {
  key: '',
  sections: [],
  similar: new Map(),
  incomplete: false,
};

function subjectOf(
  document: vscode.TextDocument,
  { line }: vscode.Position,
  window: DocumentWindow,
): PromptSubject {
  const { uri, languageId: language, lineCount: count } = document;
  const at = (number: number) => document.lineAt(number).text;
  return { path: shownPath(uri), language, window, line, document: { count, at } };
}

function sizeOf(sections: readonly Section[]): number {
  return sections.reduce((sum, { text }) => sum + text.length, 0);
}

function momentOf({ uri, version }: vscode.TextDocument, position: vscode.Position): string {
  return [uri.toString(), version, position.line, position.character].join();
}

/** Whether all of `pending` is there before the deadline; it goes on by itself when not. */
function isOnTime(
  pending: readonly (Promise<unknown> | undefined)[],
  signal: AbortSignal,
): Promise<boolean> {
  const awaited = pending.filter((each) => each !== undefined);
  if (awaited.length === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (onTime: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', late);
      resolve(onTime);
    };
    const late = () => {
      settle(false);
    };
    const timer = setTimeout(late, DEADLINE);
    signal.addEventListener('abort', late);
    void Promise.all(awaited).then(() => {
      settle(true);
    });
  });
}
