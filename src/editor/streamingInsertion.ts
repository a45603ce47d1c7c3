import * as vscode from 'vscode';
import { GeneratedRange } from './generatedRange';
import type { GeneratedPlace, GeneratedStep } from './generatedStep';

/** Times in a row that the editor may refuse an edit before the document counts as closed to us. */
const MOST_REFUSALS = 20;
/** Edits are no more frequent than frames, in milliseconds. */
export const FRAME = 16;

/** Why no more can be written: the person has edited the text, or the document takes no edits. */
export type Obstacle = 'touched' | 'refused';

/**
 * Generated text at one place of a document: brings the document to what is wanted there, as it
 * comes in. Its place follows the edits that the person makes elsewhere meanwhile.
 */
export class StreamingInsertion implements vscode.Disposable, GeneratedPlace {
  readonly range: GeneratedRange;
  private readonly change = new vscode.EventEmitter<void>();
  private wanted = '';
  private written = '';
  /** The text that the edit in flight brings it to. */
  private underWay: string | undefined;
  private writing: Promise<void> | undefined;
  private lastWrite = 0;
  private met: Obstacle | undefined;

  /** Fires when the text, its place, or whether more can be written has changed. */
  readonly onDidChange = this.change.event;

  /** @param position where the text goes */
  constructor(
    private readonly step: GeneratedStep,
    position: vscode.Position,
  ) {
    this.range = new GeneratedRange(step.document.offsetAt(position), position);
    step.add(this);
  }

  get obstacle(): Obstacle | undefined {
    return this.met;
  }

  /** Has the document hold `text` at this place, instead of what was wanted before. */
  write(text: string): void {
    this.wanted = text;
    this.writing ??= this.bringUp().finally(() => {
      this.writing = undefined;
    });
  }

  /** Writes no more; what is there stays. */
  stop(): void {
    this.wanted = this.underWay ?? this.written;
  }

  /** Resolves when everything wanted is in the document, or an obstacle was met. */
  async finish(): Promise<void> {
    while (this.writing) await this.writing;
  }

  touched(): void {
    this.meet('touched');
  }

  moved(): void {
    this.change.fire();
  }

  dispose(): void {
    this.step.remove(this);
    this.change.dispose();
  }

  /** What comes in while one edit is under way is written with the next. */
  private async bringUp(): Promise<void> {
    let refusals = 0;
    while (this.written !== this.wanted && !this.obstacle) {
      if (!(await this.isTime())) continue;
      if (await this.bringTo(this.wanted)) refusals = 0;
      else if (this.step.document.isClosed || ++refusals > MOST_REFUSALS) {
        // Fewer may be chance: an edit to a version before the person's latest key is refused.
        this.meet('refused');
      }
    }
  }

  /** Whether an edit may be made now; if not, it resolves when that may have changed. */
  private async isTime(): Promise<boolean> {
    const now = performance.now();
    const wait = Math.max(this.lastWrite + FRAME - now, this.step.wait);
    if (wait > 0) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      return false;
    }
    this.lastWrite = now;
    return true;
  }

  private async bringTo(wanted: string): Promise<boolean> {
    this.underWay = wanted;
    const grows = wanted.startsWith(this.written);
    const text = grows ? wanted.slice(this.written.length) : wanted;
    const taken = await this.step.write(this, grows ? 'append' : 'replace', text);
    if (taken) this.written = wanted;
    this.underWay = undefined;
    return taken;
  }

  private meet(obstacle: Obstacle): void {
    this.met ??= obstacle;
    this.change.fire();
  }
}
