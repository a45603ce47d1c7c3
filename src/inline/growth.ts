import type { DocumentWindow } from '../prompt/documentWindow';
import type { Clock } from './clock';
import type { GhostText } from './ghostTextRequest';
import type { KnownCompletion, Remainder } from './knownCompletion';
import type { TypingRhythm } from './typingRhythm';

/**
 * Each growth costs the editor a frame now and then in which the lines below the first are gone: so
 * few of them, and none while the person types. In milliseconds.
 */
const BETWEEN_GROWTHS = 600;
const QUIET_TO_GROW = 150;
const QUIET_TO_REPLACE = 300;

/** What is on the screen. */
export interface Displayed {
  readonly completion: KnownCompletion;
  readonly window: DocumentWindow;
  readonly ghostText: GhostText;
  /** What there would be on the screen if `remainder` were shown in its place. */
  fit(completion: KnownCompletion, remainder: Remainder): GhostText;
  /** Hears that `remainder` is on the screen already, if another completion's. */
  confirmed(completion: KnownCompletion, remainder: Remainder): void;
}

/** Watches completions that still stream, and tells when what is shown should grow. */
export class Growth {
  private following = new AbortController();
  private grownAt = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly rhythm: TypingRhythm,
    private readonly grown: (document: string) => void,
  ) {}

  /** Another key, another place: what was shown is no longer to grow. */
  stop(): void {
    this.following.abort('The place is another one.');
    this.following = new AbortController();
  }

  /** Tells when `completion` has more to show, or better, than what is displayed. */
  follow(completion: KnownCompletion, displayed: Displayed): void {
    const { signal } = this.following;
    this.grownAt = this.clock.now();
    let waiting = false;
    const look = () => {
      if (signal.aborted) stopListening();
      if (signal.aborted || waiting) return;
      const wait = this.waitFor(completion, displayed);
      if (wait === undefined) return;
      waiting = true;
      void this.clock.wait(wait, signal).then(() => {
        waiting = false;
        if (signal.aborted) return;
        if (this.waitFor(completion, displayed) !== 0) {
          look();
          return;
        }
        stopListening();
        this.grown(completion.document);
      });
    };
    const stopListening = completion.onChange(look);
    look();
  }

  /** How long to wait before what is displayed may change; undefined if there is no reason to. */
  private waitFor(completion: KnownCompletion, displayed: Displayed): number | undefined {
    const remainder = completion.remainder(displayed.window);
    if (!remainder || remainder.text.trim() === '') return undefined;
    const shown = displayed.ghostText;
    const next = displayed.fit(completion, remainder);
    // What is added may stand after the cursor already.
    const isMore = !shown.text.startsWith(next.text) || next.replaces !== shown.replaces;
    if (!isMore) {
      displayed.confirmed(completion, remainder);
      return undefined;
    }
    const extendsIt = next.text.startsWith(shown.text);
    const quiet = (extendsIt ? QUIET_TO_GROW : QUIET_TO_REPLACE) - this.rhythm.sinceLastKey;
    const apart = remainder.final ? 0 : this.grownAt + BETWEEN_GROWTHS - this.clock.now();
    // Less than a millisecond is no wait, but the rounding of the clock.
    return Math.max(0, Math.floor(quiet), Math.floor(apart));
  }
}
