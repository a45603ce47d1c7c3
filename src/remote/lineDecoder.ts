import { CompletionError } from '../completions/completionError';
import type { StreamEvent } from './eventStreamDecoder';

/** Longest line, in characters: far more than the longest chunk with 20 alternatives a token. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Turns the bytes of an answer into its lines, each as soon as its end is there: JSON Lines. */
export class LineDecoder {
  /** Such an answer is a stream, whatever it holds. */
  readonly isWholeText = false;
  private readonly utf8 = new TextDecoder();
  private unfinished: string[] = [];
  private unfinishedLength = 0;

  /** @throws CompletionError of kind `protocol` after a line that is too long. */
  *push(bytes: Uint8Array): Generator<StreamEvent, void, undefined> {
    const lines = this.utf8.decode(bytes, { stream: true }).split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) yield this.finish(line);
    this.unfinished.push(rest);
    this.unfinishedLength += rest.length;
    if (this.unfinishedLength > LONGEST_LINE) throw tooLong();
  }

  /** The line that no line feed ended. */
  *end(): Generator<StreamEvent, void, undefined> {
    const event = this.finish(this.utf8.decode());
    if (event.data.trim() !== '') yield event;
  }

  private finish(line: string): StreamEvent {
    const data = this.unfinished.join('') + line;
    this.unfinished = [];
    this.unfinishedLength = 0;
    return { type: undefined, data };
  }
}

function tooLong(): CompletionError {
  return new CompletionError({
    kind: 'protocol',
    message: 'The server sent a line that is too long to be part of a completion.',
    remedy: 'Check that the endpoint in the settings is a server of this kind.',
  });
}
