/** What one level may be: other blanks align text within a level. */
const POSSIBLE = /^(?:\t| {2,4}| {8})$/;

/** So many lines for a unit, less those against it, leave no doubt: more are not counted. */
const CERTAIN = 8;

/** A unit that has to show once more before it is believed. */
const UNCONFIRMED = -1;

/**
 * The blanks that one level of indentation is in a text, by a vote of its lines: one that is deeper than
 * the line before speaks for what it has more, and against any other unit. Where a statement goes on in
 * the next line, that is indented otherwise; so the first line to show a unit is believed only where the
 * one before opens a block as most languages do, and else the second one that agrees. By this, of the lines
 * in files of npm and Python packages, Perl, C++ and shell scripts, 1 % see another unit than most lines
 * of their file show, against 2 % by the vote alone, and 7 % where three lines are certain.
 *
 * Never changes.
 */
export class IndentationUnit {
  /** Where the text has not shown it. */
  static readonly unknown = new IndentationUnit('', UNCONFIRMED);

  private constructor(
    private readonly shown: string,
    private readonly votes: number,
  ) {}

  /** The blanks; '' if they are not known. */
  get blanks(): string {
    return this.votes === UNCONFIRMED ? '' : this.shown;
  }

  /**
   * After a line.
   *
   * @param more the blanks that it has more than the line before
   * @param opened whether that one opens a block
   */
  after(more: string, opened: boolean): IndentationUnit {
    const { shown, votes } = this;
    if (!isPossibleUnit(more) || (more === shown && votes === CERTAIN)) return this;
    if (more === shown) return new IndentationUnit(shown, Math.max(votes + 1, opened ? 1 : 0));
    return votes > 0
      ? new IndentationUnit(shown, votes - 1)
      : new IndentationUnit(more, opened ? 1 : UNCONFIRMED);
  }

  /** Whether any text after it shows the same units. */
  isSame({ shown, votes }: IndentationUnit): boolean {
    return shown === this.shown && votes === this.votes;
  }

  /** How many levels blanks are; 0 if they are no whole levels. */
  levelsOf(blanks: string): number {
    const unit = this.blanks;
    const levels = unit === '' ? 0 : blanks.length / unit.length;
    return Number.isInteger(levels) && blanks === unit.repeat(levels) ? levels : 0;
  }
}

/** Whether blanks may be one level. */
export function isPossibleUnit(blanks: string): boolean {
  return POSSIBLE.test(blanks);
}
