const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Cuts bytes into text that ends with a line: whole lines as soon as their line ends are there, with
 * every kind of line end turned into a line feed. A character of several bytes holds no byte of a
 * line end, so it is never cut.
 */
export class LineReader {
  /** The beginning of a line whose end has not come. */
  private begun: Uint8Array[] = [];
  private begunLength = 0;
  private endedInCarriageReturn = false;
  private isFirst = true;

  /** How many bytes wait for the end of their line. */
  get waiting(): number {
    return this.begunLength;
  }

  /** The lines that `bytes` completes, each with its line feed; empty where it completes none. */
  push(bytes: Uint8Array): string {
    const rest = this.withoutSecondHalf(bytes);
    const end = endOfLines(rest);
    if (end === 0) {
      this.keep(rest);
      return '';
    }
    this.endedInCarriageReturn = end === rest.length && rest[end - 1] === CARRIAGE_RETURN;
    const lines = this.linesUpTo(rest, end);
    this.keep(rest.subarray(end));
    return lines.includes('\r') ? lines.replace(/\r\n?/g, '\n') : lines;
  }

  /** The line that nothing ended. */
  end(): string {
    return this.takeKept();
  }

  /** The line feed after a carriage return that already ended the line. */
  private withoutSecondHalf(bytes: Uint8Array): Uint8Array {
    if (!this.endedInCarriageReturn || bytes.length === 0) return bytes;
    this.endedInCarriageReturn = false;
    return bytes[0] === LINE_FEED ? bytes.subarray(1) : bytes;
  }

  /** Puts only the line together that had begun: to copy the others would take as long as reading. */
  private linesUpTo(bytes: Uint8Array, end: number): string {
    if (this.begunLength === 0) return this.text(bytes, 0, end);
    const first = bytes.indexOf(LINE_FEED) + 1 || end;
    this.keep(bytes.subarray(0, first));
    return this.takeKept() + this.text(bytes, first, end);
  }

  private keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.begun.push(bytes);
    this.begunLength += bytes.length;
  }

  private takeKept(): string {
    const bytes = Buffer.concat(this.begun, this.begunLength);
    this.begun = [];
    this.begunLength = 0;
    return this.text(bytes, 0, bytes.length);
  }

  private text(bytes: Uint8Array, start: number, end: number): string {
    const { buffer, byteOffset, byteLength } = bytes;
    const all = bytes instanceof Buffer ? bytes : Buffer.from(buffer, byteOffset, byteLength);
    const text = all.toString('utf8', start, end);
    if (!this.isFirst || text === '') return text;
    this.isFirst = false;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  }
}

/** Where the last line in `bytes` ends; 0 where none does. */
function endOfLines(bytes: Uint8Array): number {
  // Nearly every piece ends in a line feed: it is not searched for the other kind, which is rare.
  if (bytes[bytes.length - 1] === LINE_FEED) return bytes.length;
  return Math.max(bytes.lastIndexOf(LINE_FEED), bytes.lastIndexOf(CARRIAGE_RETURN)) + 1;
}
