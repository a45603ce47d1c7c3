import type { CompletionBackend } from '../completions/completionBackend';
import type { CompletionError } from '../completions/completionError';
import { type RequestAllowance, UNLIMITED } from '../completions/requestAllowance';
import type { DocumentWindow } from '../prompt/documentWindow';
import type { AnswerTime } from './answerTime';
import type { Clock } from './clock';
import type { CompletionMemory } from './completionMemory';
import type { CompletionRequests } from './completionRequests';
import { type CursorPlace, placeAt } from './cursorPlace';
import type { GhostTextDocument, GhostTextOptions } from './ghostTextRequest';
import type { KnownCompletion } from './knownCompletion';
import { canAfford } from './lookAhead';
import { RequestEconomy } from './requestEconomy';
import { RequestPause } from './requestPause';
import { pauseBeforeRequest } from './requestTiming';
import { RequestYield } from './requestYield';
import { TypingRhythm } from './typingRhythm';

/** How many times as long as usual an answer may take. */
const PATIENCE = 4;
/** Milliseconds. */
const LEAST_PATIENCE = 2_000;
/** Where requests are to be saved, none goes before the person has rested so long, in milliseconds. */
const THRIFTY_PAUSE = 600;
/** Nothing is asked ahead where what shows something is so many times as rare as elsewhere. */
const RARE = 1.3;

/** After a key, the editor waits for so long before it asks for ghost text, in milliseconds. */
const EDITORS_DELAY = 50;

/** A request that nobody has asked for, and when it may be made. */
interface AutomaticOrder {
  readonly document: GhostTextDocument;
  readonly window: DocumentWindow;
  readonly options: GhostTextOptions;
}

/** Decides when the backend is asked of the pipeline's own accord, and asks it. */
export class AutomaticRequests {
  readonly rhythm: TypingRhythm;
  private economy = new RequestEconomy();
  private yields = new RequestYield();
  private readonly rest: RequestPause;
  private place: CursorPlace = 'between';
  /** Whether the editor has asked since a request was made early. */
  private hasAsked = true;

  /**
   * @param answerTime How long the backend's answers have taken.
   * @param held Hears for how many milliseconds the server's limit lets nothing go.
   */
  constructor(
    private readonly backend: CompletionBackend,
    private readonly requests: CompletionRequests,
    private readonly memory: CompletionMemory,
    private readonly answerTime: AnswerTime,
    private readonly clock: Clock,
    private readonly held: (pause: number) => void,
  ) {
    const now = () => clock.now();
    this.rhythm = new TypingRhythm(now);
    this.rest = new RequestPause(now);
  }

  /** A key was pressed; `typed` if it has added to the text. */
  key(window: DocumentWindow, typed: boolean): void {
    this.rhythm.key(this.place);
    this.place = placeAt(window);
    if (typed) this.economy.key();
  }

  /** The editor has asked of its own accord. */
  asked(): void {
    this.hasAsked = true;
  }

  /** A request was made, for whatever reason. */
  made(): void {
    this.economy.spend();
  }

  /** An answer to a request at `window` is whole; `shown` if there was something to show of it. */
  answered(window: DocumentWindow, shown: boolean): void {
    this.yields.answered(window, shown);
  }

  /** The backend has failed: it is left alone for a while. */
  failed(error: CompletionError): void {
    this.rest.start(error);
  }

  /** How long none goes, in milliseconds; Infinity until something changes. */
  get pause(): number {
    return this.rest.left;
  }

  /** The backend is another one, or is told something else. */
  reset(): void {
    this.answerTime.forget();
    this.economy = new RequestEconomy();
    this.yields = new RequestYield();
    this.rest.lift();
  }

  /** For so long it is hoped that an answer of which nothing has come will still fit, milliseconds. */
  get patience(): number {
    return Math.max(LEAST_PATIENCE, PATIENCE * this.answerTime.median);
  }

  /**
   * Makes a request before the editor has asked, where the pause that makes it worth it is over by
   * then: the editor's own delay is time in which the answer can be on its way. None until the editor
   * has asked after the last one: it does not ask everywhere, such as where a snippet is filled in.
   *
   * @param optionsHere undefined where nothing is to be asked by itself
   */
  async early(
    { document, window }: Pick<AutomaticOrder, 'document' | 'window'>,
    optionsHere: () => Promise<GhostTextOptions> | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (!this.hasAsked || this.rest.active || this.soonest(window) > EDITORS_DELAY) return;
    if (this.memory.find(document.id, window).length > 0) return;
    const options = await optionsHere();
    if (options?.delay !== 'automatic' || options.thrifty) return;
    const made = await this.whenAtRest({ document, window, options }, signal, EDITORS_DELAY);
    if (made) this.hasAsked = false;
  }

  /**
   * Waits for the pause that makes a request worth it, and makes it, unless `signal` aborts before.
   *
   * @param most no longer pause is waited for, in milliseconds
   */
  async whenAtRest(
    order: AutomaticOrder,
    signal: AbortSignal,
    most = Infinity,
  ): Promise<KnownCompletion | undefined> {
    const isOver = () => signal.aborted || this.rest.active;
    if (isOver()) return undefined;
    const pause = await this.pauseFor(order);
    if (pause === undefined || pause > most || isOver()) return undefined;
    await this.clock.wait(pause, signal);
    return isOver() ? undefined : this.make(order);
  }

  /** Makes a request for what is known in part, if it costs nothing. */
  async again(order: AutomaticOrder, signal: AbortSignal): Promise<KnownCompletion | undefined> {
    const { free } = await this.backend.allowance(order.options.parameters.model);
    return free === true ? this.whenAtRest(order, signal) : undefined;
  }

  /** Asks for what is about to be needed, where there are requests to spare for it. */
  async ahead(order: AutomaticOrder, signal: AbortSignal): Promise<void> {
    if (order.options.thrifty || this.rest.active) return;
    const allowance = await this.backend.allowance(order.options.parameters.model);
    if (signal.aborted || !canAfford(allowance) || !this.isWorthIt(order, allowance)) return;
    const found = this.memory.find(order.document.id, order.window);
    if (!found.some(({ remainder }) => remainder.answered)) this.make(order);
  }

  /** Whether there is one saved for what may never be needed, and its answer is likely to show something. */
  private isWorthIt({ window }: AutomaticOrder, { free }: RequestAllowance): boolean {
    if (free === true) return true;
    return this.economy.hasOneToSpare && this.yields.rarity(window) < RARE;
  }

  /** How long to wait at least before a request at `window`, in milliseconds. */
  private soonest(window: DocumentWindow): number {
    const timing = { allowance: UNLIMITED, scarcity: 0, rarity: 1 };
    return pauseBeforeRequest({ ...this.here(window), ...timing }) ?? Infinity;
  }

  private here(window: DocumentWindow) {
    const { rhythm, answerTime } = this;
    return { place: placeAt(window), rhythm, answerTime: answerTime.median };
  }

  private make({ document, window, options }: AutomaticOrder): KnownCompletion | undefined {
    const { thresholds, multiLine } = options;
    return this.requests.start({ document, window, options, thresholds, multiLine })[0];
  }

  private async pauseFor({ window, options }: AutomaticOrder): Promise<number | undefined> {
    const { delay, parameters, thrifty } = options;
    const allowance = await this.backend.allowance(parameters.model);
    const pause = pauseBeforeRequest({
      ...this.here(window),
      ...(allowance.free === true
        ? { allowance, scarcity: 0, rarity: 1 }
        : { allowance, scarcity: this.economy.scarcity, rarity: this.yields.rarity(window) }),
    });
    if (pause === undefined) {
      this.held(allowance.wait);
      return undefined;
    }
    const wanted = delay === 'automatic' ? pause : Math.max(delay, allowance.wait);
    return thrifty ? Math.max(wanted, THRIFTY_PAUSE) : wanted;
  }
}
