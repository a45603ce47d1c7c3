import * as vscode from 'vscode';

/** Times in a row that the editor may refuse an edit before the document counts as closed to us. */
const MOST_REFUSALS = 20;

/**
 * Writes a text into a document as it comes in, as one undo step. The place it goes to follows the
 * edits that the person makes elsewhere in the document meanwhile.
 */
export class StreamingInsertion implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private waiting = '';
  private writing: Promise<void> | undefined;
  private inFlight: string | undefined;
  private started = false;
  private refused = false;

  /** @param offset Where the text goes, in UTF-16 code units from the document's start. */
  constructor(
    private readonly document: vscode.TextDocument,
    private offset: number,
  ) {
    this.subscription = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) this.follow(event.contentChanges);
    });
  }

  /** Whether the document takes no more text: it has been closed, or is read-only. */
  get isRefused(): boolean {
    return this.refused;
  }

  /** Adds `text` to what is to be written; it is written as soon as the editor takes it. */
  append(text: string): void {
    this.waiting += text;
    this.writing ??= this.write().finally(() => {
      this.writing = undefined;
    });
  }

  /** Resolves when everything is in the document, or the document has refused it. */
  async finish(): Promise<void> {
    while (this.writing) await this.writing;
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** What comes in while one edit is under way is written with the next. */
  private async write(): Promise<void> {
    let refusals = 0;
    while (this.waiting !== '' && !this.refused) {
      const text = this.waiting;
      this.waiting = '';
      if (await this.insert(text)) {
        refusals = 0;
        this.started = true;
      } else {
        // The person may have typed at the same moment: an edit to an older version is refused.
        this.waiting = text + this.waiting;
        this.refused = this.document.isClosed || ++refusals > MOST_REFUSALS;
      }
    }
  }

  private async insert(text: string): Promise<boolean> {
    if (this.document.isClosed) return false;
    const editor = vscode.window.visibleTextEditors.find(
      (candidate) => candidate.document === this.document,
    );
    const position = this.document.positionAt(this.offset);
    this.inFlight = text;
    try {
      if (editor) {
        return await editor.edit(
          (edit) => {
            edit.insert(position, text);
          },
          { undoStopBefore: !this.started, undoStopAfter: false },
        );
      }
      const edit = new vscode.WorkspaceEdit();
      edit.insert(this.document.uri, position, text);
      return await vscode.workspace.applyEdit(edit);
    } catch {
      // The editor was closed at this moment; the next try finds another way or the document closed.
      return false;
    } finally {
      this.inFlight = undefined;
    }
  }

  private follow(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    let moved = 0;
    for (const { rangeOffset, rangeLength, text } of changes) {
      const ours = rangeOffset === this.offset && text.replaceAll('\r\n', '\n') === this.inFlight;
      if (ours || rangeOffset < this.offset) {
        moved += text.length - Math.min(rangeLength, this.offset - rangeOffset);
      }
    }
    this.offset += moved;
  }
}
