import { windowLines, type DocumentWindow } from '../../../src/prompt/documentWindow';
import type { Edit, EditingTrace } from './editingTrace';

/** So far ahead is looked for what the person goes on to write. */
const EDITS_AHEAD = 400;
const CHARACTERS_AHEAD = 400;
/** After so long a rest, what is written is another thought. In milliseconds. */
const ANOTHER_THOUGHT = 120_000;

/** A document as it is typed, and what is going to be typed. */
export class TracedDocument {
  text: string;
  cursor = 0;
  /** How many edits have been made. */
  made = 0;
  private ahead: { readonly made: number; readonly text: string } | undefined;

  constructor(private readonly trace: EditingTrace) {
    this.text = trace.startContent;
  }

  get next(): Edit | undefined {
    return this.trace.edits[this.made];
  }

  apply({ position, deleted, inserted }: Edit): void {
    this.text = this.text.slice(0, position) + inserted + this.text.slice(position + deleted);
    this.cursor = position + inserted.length;
    this.made++;
  }

  /** The text around the cursor, as the editor's side reads it. */
  window(): DocumentWindow {
    const { text, cursor } = this;
    const { start, end } = windowLines(countLines(text, cursor), countLines(text, text.length) + 1);
    return {
      prefix: text.slice(lineStart(text, start), cursor),
      suffix: text.slice(
        cursor,
        end > countLines(text, text.length) ? undefined : lineStart(text, end) - 1,
      ),
    };
  }

  /** What the person writes at the cursor before going elsewhere, slips of the keys put right. */
  continuation(): string {
    if (this.ahead?.made === this.made) return this.ahead.text;
    let written = '';
    let { time } = this.trace.edits[this.made - 1] ?? { time: 0 };
    const last = Math.min(this.trace.edits.length, this.made + EDITS_AHEAD);
    for (let index = this.made; index < last && written.length < CHARACTERS_AHEAD; index++) {
      const edit = this.trace.edits[index];
      if (!edit || edit.time - time > ANOTHER_THOUGHT) break;
      time = edit.time;
      const start = edit.position - this.cursor;
      if (start < 0 || start + edit.deleted > written.length) break;
      written = written.slice(0, start) + edit.inserted + written.slice(start + edit.deleted);
    }
    this.ahead = { made: this.made, text: written };
    return written;
  }
}

function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function lineStart(text: string, line: number): number {
  let start = 0;
  for (let passed = 0; passed < line; passed++) start = text.indexOf('\n', start) + 1;
  return start;
}
