import { phrase } from '../../completions/phrase';
import type { Section } from '../promptSubject';

/** Edited places that are remembered, and lines around each that are shown. */
const MOST_PLACES = 6;
const LINES_AROUND = 2;
const LONGEST_LINE = 300;

/** Edits this near to an earlier one belong to it, in lines. */
const SAME_PLACE = 6;

interface Place {
  readonly id: string;
  readonly path: string;
  line: number;
  lines: readonly string[];
}

/** Where the person has edited in this session, the last place last. */
export class RecentEdits {
  private places: Place[] = [];

  /**
   * A document was edited at `line`.
   *
   * @param lineAt the document as it is now; undefined beyond its end
   */
  edited(
    id: string,
    path: string,
    line: number,
    lineAt: (line: number) => string | undefined,
  ): void {
    const lines: string[] = [];
    for (let each = Math.max(0, line - LINES_AROUND); each <= line + LINES_AROUND; each++) {
      const text = lineAt(each);
      if (text !== undefined && text.length <= LONGEST_LINE) lines.push(text);
    }
    const others = this.places.filter(
      (place) => place.id !== id || Math.abs(place.line - line) > SAME_PLACE,
    );
    this.places = [...others, { id, path, line, lines }].slice(-MOST_PLACES);
  }

  forget(id: string): void {
    this.places = this.places.filter((place) => place.id !== id);
  }

  /**
   * The places elsewhere than near `line` of document `id`, the last first.
   *
   * @param mayShow says of a document whether its text may be sent
   */
  sections(id: string, line: number, mayShow: (id: string) => boolean): Section[] {
    return this.places
      .filter((place) => mayShow(place.id))
      .filter((place) => place.id !== id || Math.abs(place.line - line) > 4 * SAME_PLACE)
      .filter(({ lines }) => lines.some((text) => text.trim() !== ''))
      .map(({ path, lines }): Section => ({
        kind: 'recentEdit',
        label: `edited just now in ${path}`,
        text: lines.join('\n'),
        reason: phrase`An edit of this session: what is being changed is often changed elsewhere too.`,
      }))
      .reverse();
  }
}
