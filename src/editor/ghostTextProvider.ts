import * as vscode from 'vscode';
import type { GhostTextPipeline } from '../inline/ghostTextPipeline';
import type { GhostText, GhostTextOptions, GhostTextRequest } from '../inline/ghostTextRequest';
import type { DocumentWindow } from '../prompt/documentWindow';
import { abortSignal } from './abortSignal';
import type { Wish } from './ghostTextCommands';
import { ghostTextDocument } from './ghostTextDocument';
import type { When } from './ghostTextSwitches';
import type { GhostTextRegistration } from './ghostTextRegistration';
import type { Log } from './log';
import { textWindow } from './textWindow';

/** Where the editor was asked for ghost text last. */
interface Place {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly position: vscode.Position;
}

/** What the editor runs when ghost text was accepted as a whole: see `GhostTextProvider.accepted`. */
export const ACCEPTED_COMMAND = 'inkling.ghostTextAccepted';

/** Brings the pipeline's ghost text to the editor, in every language. */
export class GhostTextProvider implements vscode.InlineCompletionItemProvider {
  private place: Place | undefined;
  /** Where ghost text is growing; a key may come before the editor asks for it there. */
  private growing: Place | undefined;
  private wish: Wish = 'explicit';

  constructor(
    private readonly pipeline: GhostTextPipeline,
    private readonly permission: (document: vscode.TextDocument) => When,
    private readonly optionsFor: (document: vscode.TextDocument) => Promise<GhostTextOptions>,
    private readonly registration: GhostTextRegistration,
    private readonly log: Log,
  ) {}

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const when = this.permission(document);
    if (when === 'never') return [];
    const place = { document, version: document.version, position };
    this.place = place;
    const trigger = this.triggerOf(context, when, place);
    const { signal, dispose } = abortSignal(token);
    try {
      const selected = context.selectedCompletionInfo;
      const completions = await this.pipeline.complete(
        {
          document: ghostTextDocument(document),
          window: withSelectedEntry(textWindow(document, position), document, position, selected),
          trigger,
          options: () => this.optionsFor(document),
        },
        signal,
      );
      return completions.map((completion) => item(completion, document, position, selected));
    } catch (error) {
      this.log.error('Ghost text failed', error);
      return [];
    } finally {
      dispose();
    }
  }

  /**
   * There is more to show in the document of this id, where the editor has asked last: it does not ask
   * again by itself.
   */
  async grow(document: string): Promise<void> {
    if (!this.isStillAt(document)) return;
    const { place } = this;
    this.growing = place;
    try {
      await this.registration.askAgain();
    } finally {
      if (this.growing === place) this.growing = undefined;
    }
  }

  /** The last answer in the document of this id was cut off: the place may still want one. */
  async askAgain(document: string): Promise<void> {
    if (this.isStillAt(document)) await this.registration.askAgain();
  }

  /** Asks for ghost text at the cursor, on the person's wish. */
  async ask(wish: Wish): Promise<void> {
    this.wish = wish;
    try {
      await showAnew();
    } finally {
      this.wish = 'explicit';
    }
  }

  /** Whether the cursor is where the editor has asked last, in the document of this id. */
  private isStillAt(document: string): boolean {
    const { place } = this;
    const editor = vscode.window.activeTextEditor;
    if (!editor || place?.document.uri.toString() !== document) return false;
    const { active: position, isEmpty } = editor.selection;
    const { version } = editor.document;
    return isEmpty && isSame(place, { document: editor.document, version, position });
  }

  private triggerOf(
    { triggerKind }: vscode.InlineCompletionContext,
    when: When,
    place: Place,
  ): GhostTextRequest['trigger'] {
    if (this.growing && isSame(this.growing, place)) return 'refresh';
    if (triggerKind === vscode.InlineCompletionTriggerKind.Invoke) return this.wish;
    // The editor goes on asking after an explicit wish, also where it would not have begun to.
    return when === 'always' ? 'key' : 'along';
  }
}

function isSame(one: Place, other: Place): boolean {
  return (
    one.document === other.document &&
    one.version === other.version &&
    one.position.isEqual(other.position)
  );
}

/** What is shown is hidden first: the editor does not ask again where it has an answer. */
async function showAnew(): Promise<void> {
  await vscode.commands.executeCommand('runCommands', {
    commands: ['editor.action.inlineSuggest.hide', 'editor.action.inlineSuggest.trigger'],
  });
}

function item(
  { completion, text, replaces }: GhostText,
  document: vscode.TextDocument,
  position: vscode.Position,
  selected: vscode.SelectedCompletionInfo | undefined,
): vscode.InlineCompletionItem {
  const start = selected?.range.start ?? position;
  const whole = (selected?.text ?? '') + text;
  const range = new vscode.Range(start, position.translate(0, replaces));
  const accepted: Accepted = [
    completion,
    document.uri.toString(),
    start.line,
    start.character,
    whole,
  ];
  const command = { command: ACCEPTED_COMMAND, title: '', arguments: [...accepted] };
  return new vscode.InlineCompletionItem(whole, range, command);
}

/** What the editor tells of accepted ghost text: the completion, where it went, and the text. */
export type Accepted = readonly [
  completion: number,
  document: string,
  line: number,
  character: number,
  text: string,
];

/**
 * The window as it would be with the suggest widget's selected entry accepted: the editor shows
 * ghost text beside the widget only if it goes on from that entry.
 */
function withSelectedEntry(
  window: DocumentWindow,
  document: vscode.TextDocument,
  position: vscode.Position,
  selected: vscode.SelectedCompletionInfo | undefined,
): DocumentWindow {
  if (!selected) return window;
  const typed = document.getText(new vscode.Range(selected.range.start, position)).length;
  return { ...window, prefix: window.prefix.slice(0, -typed || undefined) + selected.text };
}
