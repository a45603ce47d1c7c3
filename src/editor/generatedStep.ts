import * as vscode from 'vscode';
import { ForeignEdits } from './foreignEdits';
import type { GeneratedRange, TextChange } from './generatedRange';
import type { TextPlace } from './textPlace';
import { undoWithout } from './undoWithout';

/** While the person types elsewhere, an edit waits for a pause of this length, in milliseconds… */
const PAUSE = 300;
/** …but no longer than this. */
const LONGEST_WAIT = 1_000;

/** A place with generated text, as it is told what happens in the document. */
export interface GeneratedPlace {
  readonly range: GeneratedRange;
  /** Somebody else's edit has touched the text. */
  touched(): void;
  /** The text has changed or moved. */
  moved(): void;
}

/** An edit of generated text: from `start` to the end of its place. */
interface GeneratedEdit {
  readonly place: GeneratedPlace;
  /** In UTF-16 code units from the document's start. */
  readonly start: number;
  readonly text: string;
}

/**
 * Makes the edits of all the places of one command, one after the other and as one step to undo,
 * while the person goes on typing elsewhere in the document.
 */
export class GeneratedStep {
  private readonly places = new Set<GeneratedPlace>();
  /** The document's text before anything was generated. */
  private readonly before: string;
  private readonly foreign = new ForeignEdits();
  private readonly subscription: vscode.Disposable;
  private queue: Promise<unknown> = Promise.resolve();
  private inFlight: GeneratedEdit | undefined;
  private typing: { readonly since: number; readonly last: number } | undefined;
  /** How many steps to undo it has come to all the same. */
  private steps = 0;
  /** Whether the next edit can join the latest step. */
  private isOpen = false;
  /** How many foreign edits lie below the latest step. */
  private foreignBelow = 0;

  constructor(readonly document: vscode.TextDocument) {
    this.before = document.getText();
    this.subscription = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document && event.contentChanges.length > 0) this.follow(event);
    });
  }

  add(place: GeneratedPlace): void {
    this.places.add(place);
  }

  /** Nobody cares for `place` any more; without any, nothing in the document does. */
  remove(place: GeneratedPlace): void {
    this.places.delete(place);
    if (this.places.size === 0) this.subscription.dispose();
  }

  /** How long an edit should wait so that it does not come between the person's keys, in milliseconds. */
  get wait(): number {
    if (!this.typing) return 0;
    const { since, last } = this.typing;
    return Math.max(0, Math.min(last + PAUSE, since + LONGEST_WAIT) - performance.now());
  }

  /**
   * Puts `text` at the end of `place`, or in the place of all that is there; resolves to whether the
   * editor took the edit. It does not where the person has typed at the same moment.
   */
  write(place: GeneratedPlace, how: 'append' | 'replace', text: string): Promise<boolean> {
    const edited = this.queue.then(() => this.edit(place, how, text));
    this.queue = edited;
    return edited;
  }

  private async edit(
    place: GeneratedPlace,
    how: 'append' | 'replace',
    text: string,
  ): Promise<boolean> {
    if (this.document.isClosed || !this.places.has(place)) return false;
    const { start, end, startPlace, endPlace } = place.range;
    const range = rangeOf(how === 'append' ? endPlace : startPlace, endPlace);
    this.typing = undefined;
    this.inFlight = { place, start: how === 'append' ? end : start, text };
    try {
      await this.apply(range, text);
      // A read-only editor says that it has taken the edit, and has not.
      return this.hasArrived();
    } catch {
      // The editor was closed at this moment: the next try finds another, or the document closed.
      return false;
    } finally {
      this.inFlight = undefined;
    }
  }

  private async apply(range: vscode.Range, text: string): Promise<void> {
    const editor = vscode.window.visibleTextEditors.find(
      (candidate) => candidate.document === this.document,
    );
    const joins = this.isOpen && editor !== undefined;
    if (!joins) this.steps++;
    this.foreignBelow = this.foreign.count;
    // Left open, a step would take in what the person types; so it is only while they do not.
    this.isOpen = editor !== undefined && this.foreign.count === 0;
    if (editor) {
      const stops = { undoStopBefore: !joins, undoStopAfter: !this.isOpen };
      await editor.edit((edit) => {
        // Unlike a replacement, an insertion takes the cursor that stands there along.
        if (range.isEmpty) edit.insert(range.start, text);
        else edit.replace(range, text);
      }, stops);
    } else {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(this.document.uri, range, text);
      await vscode.workspace.applyEdit(edit);
    }
  }

  /** Whether the edit in flight has been seen in the document. */
  private hasArrived(): boolean {
    return this.inFlight === undefined;
  }

  private follow({ contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    const own = this.ownPlace(contentChanges);
    const others = [...this.places].filter((place) => place !== own);
    if (own) {
      for (const { range } of others) range.follow(contentChanges);
    } else if (reason === vscode.TextDocumentChangeReason.Undo && this.steps > 1) {
      const target = this.targetOfUndo(contentChanges);
      if (target === undefined) this.followForeign(contentChanges);
      else {
        for (const place of this.places) place.touched();
        void this.takeBack(target);
      }
    } else this.followForeign(contentChanges);
    for (const place of this.places) place.moved();
  }

  /** The place whose edit under way this is; its range takes it in. */
  private ownPlace([change, ...others]: readonly TextChange[]): GeneratedPlace | undefined {
    if (!change || !this.inFlight || others.length > 0) return undefined;
    const { rangeOffset, rangeLength } = change;
    const { place, start, text } = this.inFlight;
    if (rangeOffset !== start || rangeOffset + rangeLength !== place.range.end) return undefined;
    // The document has line ends of its own.
    if (change.text.replaceAll('\r\n', '\n') !== text) return undefined;
    place.range.grow(change);
    this.inFlight = undefined;
    return place;
  }

  private followForeign(changes: readonly TextChange[]): void {
    const at = performance.now();
    this.typing = { since: this.typing?.since ?? at, last: at };
    this.isOpen = false;
    const ranges = [...this.places].map(({ range }) => range);
    this.foreign.add(changes, ranges, at);
    for (const place of this.places) if (!place.range.follow(changes)) place.touched();
  }

  /** The document's text without what an undo has left of ours; undefined if it was not ours. */
  private targetOfUndo(changes: readonly TextChange[]): string | undefined {
    const ours = changes.map((change) =>
      [...this.places].find(({ range }) => range.endsWith(change)),
    );
    if (ours.includes(undefined)) return undefined;
    let text = this.document.getText();
    const byStart = [...this.places].sort((a, b) => a.range.start - b.range.start);
    let taken = 0;
    for (const place of byStart) {
      const { start, end } = place.range;
      const removed = changes[ours.indexOf(place)]?.rangeLength ?? 0;
      const left = end - start - removed;
      text = text.slice(0, start - taken) + text.slice(start - taken + left);
      taken += end - start;
    }
    return text;
  }

  /** Undoes what is left of ours too: an undo that takes a part of it means all of it. */
  private async takeBack(target: string): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document !== this.document) return;
    this.subscription.dispose();
    await undoWithout(editor, this.before, this.foreign.steps(this.foreignBelow), target);
  }
}

/** The editor's own range from one place to another. */
export function rangeOf(start: TextPlace, end: TextPlace): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
