import type { CompletionBackend } from '../completions/completionBackend';
import type { CompletionError } from '../completions/completionError';
import type { OutcomeListener } from '../completions/completionOutcome';
import { lineAfterCursor, lineBeforeCursor, type DocumentWindow } from '../prompt/documentWindow';
import { different, variations } from './alternatives';
import { AnswerTime } from './answerTime';
import type { Clock } from './clock';
import { CompletionMemory, type Remembered } from './completionMemory';
import { CompletionRequests } from './completionRequests';
import { firstDisplay } from './display';
import { followIndentation } from './followIndentation';
import type {
  GhostText,
  GhostTextDocument,
  GhostTextOptions,
  GhostTextRequest,
  PipelineListener,
  PromptFor,
} from './ghostTextRequest';
import { Growth, type Displayed } from './growth';
import type { KnownCompletion, Remainder } from './knownCompletion';
import { lexicalRules } from './lexicalRules';
import { canAfford, isNearlyTyped, windowAfter } from './lookAhead';
import { meetSuffix } from './meetSuffix';
import { Outcomes } from './outcomes';
import { RequestEconomy } from './requestEconomy';
import { RequestPause } from './requestPause';
import { pauseBeforeRequest, placeAt } from './requestTiming';
import { TypingRhythm } from './typingRhythm';

/** What the pipeline works with. */
export interface PipelineParts {
  readonly backend: CompletionBackend;
  /** Answers at once, and free of charge, while the backend thinks. */
  readonly instant: CompletionBackend;
  readonly promptFor: PromptFor;
  /** For the instant engine. */
  readonly instantPromptFor: PromptFor;
  readonly clock: Clock;
  readonly listener: PipelineListener;
  readonly outcomes: OutcomeListener;
}

/** What is on the screen, and how it got there. */
interface OnScreen extends Displayed {
  readonly document: GhostTextDocument;
}

/** How many times as long as usual an answer may take. */
const PATIENCE = 4;
/** Milliseconds. */
const LEAST_PATIENCE = 2_000;
/** Other completions are not waited for longer, in milliseconds. */
const ALTERNATIVES_TIME = 3_000;

/** From a cursor to the ghost text to show there. */
export class GhostTextPipeline {
  private readonly memory = new CompletionMemory();
  private readonly rhythm: TypingRhythm;
  private readonly answerTime = new AnswerTime();
  private readonly economy = new RequestEconomy();
  private readonly rest: RequestPause;
  private readonly growth: Growth;
  private readonly outcomes: Outcomes;
  private readonly main: CompletionRequests;
  private readonly instant: CompletionRequests;
  /** The wait before the next request, which the next key ends. */
  private waiting = new AbortController();
  private displayed: OnScreen | undefined;
  private lastOptions: GhostTextOptions | undefined;
  private lastPrefix = '';
  private underWay = 0;
  private made = 0;

  constructor(private readonly parts: PipelineParts) {
    const { memory } = this;
    const { clock, listener } = parts;
    const now = () => clock.now();
    const nextId = () => ++this.made;
    this.rhythm = new TypingRhythm(now);
    this.rest = new RequestPause(now);
    this.outcomes = new Outcomes(parts.outcomes, now);
    this.growth = new Growth(clock, this.rhythm, (document) => {
      listener.grown(document);
    });
    const requests = (
      source: 'main' | 'instant',
      backend: CompletionBackend,
      promptFor: PromptFor,
      time: AnswerTime,
    ) =>
      new CompletionRequests(source, backend, promptFor, memory, nextId, clock, time, {
        began: () => {
          this.underWay++;
          if (source === 'instant') return;
          this.economy.spend();
          listener.thinking();
        },
        asking: (request) => {
          listener.asking(request);
        },
        ended: (failure) => {
          this.settle(failure, source);
        },
      });
    this.main = requests('main', parts.backend, parts.promptFor, this.answerTime);
    this.instant = requests('instant', parts.instant, parts.instantPromptFor, new AnswerTime());
  }

  /** Settings, key or server have changed: what was known of them, or is under way, counts no more. */
  reset(): void {
    this.leave();
    this.main.stopAll();
    this.instant.stopAll();
    this.memory.clear();
    this.answerTime.forget();
    this.rest.lift();
  }

  /** The text around the cursor has changed: the person types, deletes, accepts. */
  typed(document: GhostTextDocument, window: DocumentWindow): void {
    this.rhythm.key();
    const before = this.lastPrefix;
    this.lastPrefix = window.prefix;
    if (window.prefix.length > before.length) this.economy.key();
    this.outcomes.typed(window);
    this.move(document, window);
  }

  /** The cursor is elsewhere, without a change of the text. */
  left(): void {
    this.outcomes.left();
    this.leave();
    this.main.stopAll();
  }

  /** The editor has told that a completion was accepted as a whole. */
  accepted(completion: number, characters: number): void {
    this.outcomes.accepted(completion, characters);
    const { displayed } = this;
    if (displayed?.completion.id !== completion) return;
    void this.askAhead(displayed.document, windowAfter(displayed.window, displayed.ghostText));
  }

  /**
   * The ghost text for `request`, the best first; empty for none, also when `signal` aborts. A failure
   * of the backend goes to the listener.
   */
  async complete(request: GhostTextRequest, signal: AbortSignal): Promise<readonly GhostText[]> {
    const { document, window, trigger } = request;
    this.move(document, window);
    const found = this.memory.find(document.id, window);
    const best = this.keepWhatIsShown(found, trigger);
    const remembered = best && this.show(request, best);
    if (trigger === 'refresh') return remembered ? [remembered] : [];
    if (trigger === 'explicit') return this.several(request, best, signal);
    const here = this.waiting.signal;
    if (best && remembered) {
      this.parts.listener.remembered();
      if (found.some(({ completion }) => completion.source === 'main')) {
        void this.lookAhead(request, best, remembered);
      } else {
        void this.options(request).then((options) => {
          this.growInto(this.askWhenAtRest(request, options, here), here);
        });
      }
      return [remembered];
    }
    const stillHere = AbortSignal.any([signal, here]);
    const answer = await this.comingOrNew(request, found, here, stillHere);
    return answer && !stillHere.aborted ? [answer] : [];
  }

  /** From a request under way if one agrees, otherwise from a new one. */
  private async comingOrNew(
    request: GhostTextRequest,
    found: readonly Remembered[],
    here: AbortSignal,
    signal: AbortSignal,
  ): Promise<GhostText | undefined> {
    const mains = found.filter(({ completion }) => completion.source === 'main');
    const coming = mains.find(({ completion }) => completion.open)?.completion;
    if (coming) {
      const answer = await this.ready(request, coming, signal);
      // What has come at last may lead elsewhere: then it was for nothing, and the place is new.
      const isOver = answer !== undefined || signal.aborted || coming.remainder(request.window);
      if (isOver) return answer;
    } else if (mains.some(({ remainder }) => remainder.answered)) {
      // The model was asked about this place, and had nothing that it was sure of.
      return undefined;
    }
    if (!isBorderOfWord(request.window)) return undefined;
    const options = await this.options(request);
    if (signal.aborted) return undefined;
    const asked = this.askWhenAtRest(request, options, here);
    const instant = await this.instantAnswer(request, options, signal);
    if (!instant) return this.ready(request, await asked, signal);
    this.growInto(asked, here);
    return instant;
  }

  /** What the instant engine says, if it is sure of it. */
  private async instantAnswer(
    request: GhostTextRequest,
    options: GhostTextOptions,
    signal: AbortSignal,
  ): Promise<GhostText | undefined> {
    const { document, window } = request;
    if (!options.instant || this.knowsInstant(document, window)) return undefined;
    const order = { document, window, options, thresholds: options.instant, multiLine: false };
    return this.ready(request, this.instant.start(order)[0], signal);
  }

  /** What is on the screen grows into the backend's answer when that has come. */
  private growInto(asked: Promise<KnownCompletion | undefined>, here: AbortSignal): void {
    void asked.then((completion) => {
      if (completion && this.displayed && !here.aborted) {
        this.growth.follow(completion, this.displayed);
      }
    });
  }

  private knowsInstant(document: GhostTextDocument, window: DocumentWindow): boolean {
    const found = this.memory.find(document.id, window);
    return found.some((each) => each.completion.source === 'instant' && each.remainder.answered);
  }

  /** Waits for the pause that makes a request worth it, and makes it. */
  private async askWhenAtRest(
    { document, window }: GhostTextRequest,
    options: GhostTextOptions,
    signal: AbortSignal,
  ): Promise<KnownCompletion | undefined> {
    const isOver = () => signal.aborted || this.rest.active;
    if (isOver()) return undefined;
    const pause = await this.pauseFor(window, options);
    if (pause === undefined || isOver()) return undefined;
    await this.parts.clock.wait(pause, signal);
    if (isOver()) return undefined;
    const { thresholds, multiLine } = options;
    return this.main.start({ document, window, options, thresholds, multiLine })[0];
  }

  private async pauseFor(
    window: DocumentWindow,
    { delay, parameters }: GhostTextOptions,
  ): Promise<number | undefined> {
    const allowance = await this.parts.backend.allowance(parameters.model);
    const { rhythm } = this;
    const { scarcity } = this.economy;
    const answerTime = this.answerTime.median;
    const timing = { place: placeAt(window), rhythm, answerTime, allowance, scarcity };
    const pause = pauseBeforeRequest(timing);
    return pause === undefined || delay === 'automatic' ? pause : Math.max(delay, allowance.wait);
  }

  /** `completion` as soon as it has something to show. */
  private async ready(
    request: GhostTextRequest,
    completion: KnownCompletion | undefined,
    signal: AbortSignal,
  ): Promise<GhostText | undefined> {
    if (!completion) return undefined;
    const whole = this.lastOptions?.growth === false;
    const remainder = await firstDisplay(completion, request.window, whole, signal);
    return remainder && this.show(request, { completion, remainder });
  }

  /** Fits what is left of a completion to its place, and takes note that it is on the screen. */
  private show(
    { document, window }: GhostTextRequest,
    { completion, remainder }: Remembered,
  ): GhostText | undefined {
    const fit = (of: KnownCompletion, { text }: Remainder) =>
      this.fit(document, window, of.id, text);
    const ghostText = fit(completion, remainder);
    if (ghostText.text.trim() === '') return undefined;
    this.memory.use(completion);
    this.displayed = { document, completion, window, ghostText, fit };
    this.outcomes.shown(completion, window, remainder.text);
    if (!remainder.final) this.growth.follow(completion, this.displayed);
    return ghostText;
  }

  private fit(
    { languageId, indentation }: GhostTextDocument,
    window: DocumentWindow,
    completion: number,
    text: string,
  ): GhostText {
    const indented = followIndentation(text, lineBeforeCursor(window), indentation);
    return { completion, ...meetSuffix(indented, window, lexicalRules(languageId)) };
  }

  /** What is shown stays while the person types along it, unless another says the same and more. */
  private keepWhatIsShown(
    found: readonly Remembered[],
    trigger: GhostTextRequest['trigger'],
  ): Remembered | undefined {
    const [best] = found.filter(({ remainder }) => remainder.text.trim() !== '');
    if (trigger === 'refresh' || !best) return best;
    const shown = found.find(({ completion }) => completion === this.displayed?.completion);
    const stays = shown && shown.remainder.text.trim() !== '';
    return stays && !best.remainder.text.startsWith(shown.remainder.text) ? shown : best;
  }

  /** Asks for what comes after a completion that is nearly typed, where requests are plenty. */
  private async lookAhead(
    { document, window }: GhostTextRequest,
    remembered: Remembered,
    ghostText: GhostText,
  ): Promise<void> {
    if (remembered.completion.source === 'instant' || !isNearlyTyped(remembered, window)) return;
    await this.askAhead(document, windowAfter(window, ghostText));
  }

  private async askAhead(document: GhostTextDocument, window: DocumentWindow): Promise<void> {
    const options = this.lastOptions;
    if (!options || this.rest.active) return;
    const { signal } = this.waiting;
    const allowance = await this.parts.backend.allowance(options.parameters.model);
    if (signal.aborted || !canAfford(allowance)) return;
    if (this.memory.find(document.id, window).some(({ remainder }) => remainder.answered)) return;
    const { thresholds, multiLine } = options;
    this.main.start({ document, window, options, thresholds, multiLine });
  }

  /** On an explicit wish: what is known or comes first, and others that differ from it. */
  private async several(
    request: GhostTextRequest,
    best: Remembered | undefined,
    signal: AbortSignal,
  ): Promise<readonly GhostText[]> {
    const { document, window } = request;
    const isOver = () => signal.aborted;
    const options = await this.options(request);
    if (isOver()) return [];
    const order = { document, window, options, thresholds: EVERYTHING, multiLine: true };
    const first = best?.completion ?? this.main.start(order)[0];
    if (!first) return [];
    const known = best?.remainder ?? (await firstDisplay(first, window, true, signal));
    if (!known || isOver()) return [];
    const { severalChoices } = await this.parts.backend.capabilities();
    const { temperature } = options.parameters;
    const others = variations(first, options.alternatives - 1, severalChoices, temperature).flatMap(
      (variation) => this.main.start({ ...order, ...variation }),
    );
    const inTime = new AbortController();
    const time = AbortSignal.any([signal, inTime.signal]);
    const late = this.parts.clock.wait(ALTERNATIVES_TIME, time).then(() => {
      inTime.abort();
    });
    const remainders = await Promise.all(
      others.map((each) => firstDisplay(each, window, true, time)),
    );
    inTime.abort();
    await late;
    if (isOver()) return [];
    const shown = this.show(request, { completion: first, remainder: known });
    const fitted = others.map((each, index) =>
      this.fit(document, window, each.id, remainders[index]?.text ?? ''),
    );
    return different([...(shown ? [shown] : []), ...fitted]);
  }

  private async options(request: GhostTextRequest): Promise<GhostTextOptions> {
    this.lastOptions = await request.options();
    return this.lastOptions;
  }

  /** Requests that lead elsewhere are stopped at once, and the pause begins anew. */
  private move(document: GhostTextDocument, window: DocumentWindow): void {
    this.leave();
    const useful = (completion: KnownCompletion, age: number) =>
      completion.document === document.id &&
      completion.mayServe(window) &&
      (completion.text !== '' || age < this.patience);
    this.main.stopUnless(useful);
    this.instant.stopUnless(useful);
  }

  /** For so long it is hoped that an answer of which nothing has come will still fit, milliseconds. */
  private get patience(): number {
    return Math.max(LEAST_PATIENCE, PATIENCE * this.answerTime.median);
  }

  private leave(): void {
    this.growth.stop();
    this.waiting.abort();
    this.waiting = new AbortController();
  }

  /** One request is over; the listener hears of the failure, or of rest when it was the last. */
  private settle(failure: CompletionError | undefined, source: 'main' | 'instant'): void {
    this.underWay--;
    // That the instant engine has nothing to say is no one's concern.
    if (source === 'instant') return;
    if (failure) {
      this.rest.start(failure);
      this.parts.listener.failed(failure);
    } else if (this.underWay === 0) {
      this.parts.listener.idle();
    }
  }
}

/** What the person asks for is shown, however unsure the model is. */
const EVERYTHING = { floor: 0, line: 0, whole: 0 };

/** Not inside a word: what follows the cursor there would have to be replaced, not completed. */
function isBorderOfWord(window: DocumentWindow): boolean {
  const word = /[\p{L}\p{N}_$]/u;
  return !(
    word.test(lineAfterCursor(window).charAt(0)) && word.test(lineBeforeCursor(window).slice(-1))
  );
}
