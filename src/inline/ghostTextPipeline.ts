import type { CompletionBackend } from '../completions/completionBackend';
import type { OutcomeListener } from '../completions/completionOutcome';
import type { DocumentWindow } from '../prompt/documentWindow';
import { Activity } from './activity';
import { AnswerTime } from './answerTime';
import { AutomaticRequests } from './automaticRequests';
import type { Clock } from './clock';
import { CompletionMemory, isOfBackend, type Remembered } from './completionMemory';
import { CompletionRequests } from './completionRequests';
import { isInsideWord } from './cursorPlace';
import { firstDisplay } from './display';
import type {
  GhostText,
  GhostTextDocument,
  GhostTextOptions,
  GhostTextRequest,
  PipelineListener,
  PipelineRequest,
  PromptFor,
} from './ghostTextRequest';
import { Growth } from './growth';
import { keepWhatIsShown } from './keepWhatIsShown';
import type { KnownCompletion } from './knownCompletion';
import { isNearlyTyped, windowAfter } from './lookAhead';
import { Outcomes } from './outcomes';
import { Screen } from './screen';
import { SeveralCompletions } from './severalCompletions';

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

/** Why a place counts no more. An exception, which is made otherwise, costs .2 ms a key. */
const LEFT = 'The cursor is elsewhere.';

/** From a cursor to the ghost text to show there. */
export class GhostTextPipeline {
  private readonly memory = new CompletionMemory();
  private readonly automatic: AutomaticRequests;
  private readonly several: SeveralCompletions;
  private readonly growth: Growth;
  private readonly outcomes: Outcomes;
  private readonly screen: Screen;
  private readonly main: CompletionRequests;
  private readonly instant: CompletionRequests;
  /** The wait before the next request, which the next key ends. */
  private waiting = new AbortController();
  private lastOptions: GhostTextOptions | undefined;
  private lastPrefix = '';

  constructor(private readonly parts: PipelineParts) {
    const { memory } = this;
    const { backend, clock, listener } = parts;
    const activity = new Activity(listener);
    const answerTime = new AnswerTime();
    const asking = (request: PipelineRequest) => {
      listener.asking(request);
    };
    let made = 0;
    const shared = { memory, clock, nextId: () => ++made };
    this.main = new CompletionRequests({
      ...{ ...shared, source: 'main', backend, promptFor: parts.promptFor, answerTime },
      listener: {
        asking,
        began: () => {
          this.automatic.made();
          activity.began();
        },
        answered: (window, shown) => {
          this.automatic.answered(window, shown);
        },
        ended: (failure) => {
          if (failure) this.automatic.failed(failure);
          activity.ended(failure, this.automatic.pause);
        },
      },
    });
    this.instant = new CompletionRequests({
      ...{ ...shared, source: 'instant', backend: parts.instant },
      ...{ promptFor: parts.instantPromptFor, answerTime: new AnswerTime() },
      // That the instant engine has nothing to say is no one's concern.
      listener: {
        ...{ asking, began: () => undefined, answered: () => undefined, ended: () => undefined },
      },
    });
    this.automatic = new AutomaticRequests(
      backend,
      this.main,
      memory,
      answerTime,
      clock,
      (pause) => {
        listener.held(pause);
      },
    );
    this.outcomes = new Outcomes(parts.outcomes, () => clock.now());
    this.growth = new Growth(clock, this.automatic.rhythm, (document) => {
      listener.grown(document);
    });
    this.screen = new Screen(memory, this.growth, this.outcomes);
    this.several = new SeveralCompletions(backend, this.main, this.screen, clock);
  }

  /** Settings, key or server have changed: what was known of them, or is under way, counts no more. */
  reset(): void {
    const interrupted = this.screen.waiting;
    this.leave();
    this.main.stopAll();
    this.instant.stopAll();
    this.memory.clear();
    this.automatic.reset();
    if (interrupted !== undefined) this.parts.listener.interrupted(interrupted);
  }

  /**
   * The text around the cursor has changed: the person types, deletes, accepts.
   *
   * @param options of ghost text here; undefined where it does not come by itself
   */
  typed(
    document: GhostTextDocument,
    window: DocumentWindow,
    options: () => Promise<GhostTextOptions> | undefined,
  ): void {
    const isLonger = window.prefix.length > this.lastPrefix.length;
    this.automatic.key(window, isLonger);
    this.lastPrefix = window.prefix;
    this.outcomes.typed(window);
    this.move(document, window);
    if (!isLonger || isInsideWord(window)) return;
    void this.automatic.early({ document, window }, options, this.waiting.signal);
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
    const shown = this.screen.last;
    if (shown?.completion.id !== completion) return;
    this.askAhead(shown.document, windowAfter(shown.window, shown.ghostText));
  }

  /**
   * The ghost text for `request`, the best first; empty for none, also when `signal` aborts. A failure
   * of the backend goes to the listener.
   */
  async complete(request: GhostTextRequest, signal: AbortSignal): Promise<readonly GhostText[]> {
    const { document, window, trigger } = request;
    // A refresh is of the same place: what is waited for there is still wanted.
    if (trigger !== 'refresh') this.move(document, window);
    const found = this.memory.find(document.id, window);
    const best = keepWhatIsShown(found, trigger, this.screen.last?.completion);
    const remembered = best && this.screen.show(request, best);
    if (trigger === 'refresh' || trigger === 'along') return remembered ? [remembered] : [];
    if (trigger === 'explicit' || trigger === 'block') {
      const options = await this.options(request);
      return this.several.complete(request, options, best, signal);
    }
    this.automatic.asked();
    const here = this.waiting.signal;
    const ofBackend = found.filter(isOfBackend);
    if (best && remembered) {
      this.parts.listener.remembered();
      const { answered, resumable } = best.remainder;
      const isSettled = isOfBackend(best) && answered;
      if (isSettled && isNearlyTyped(best, window)) {
        this.askAhead(document, windowAfter(window, remembered));
      }
      if (!isSettled || resumable) void this.askBehind(request, ofBackend, here);
      return [remembered];
    }
    const stillHere = AbortSignal.any([signal, here]);
    const answer = await this.instantlyOrLater(request, ofBackend, here, stillHere);
    if (here.aborted && !signal.aborted) this.parts.listener.interrupted(document.id);
    return answer && !stillHere.aborted ? [answer] : [];
  }

  /** From the instant engine, to grow into what the backend says; where that is unsure, the latter. */
  private async instantlyOrLater(
    request: GhostTextRequest,
    ofBackend: readonly Remembered[],
    here: AbortSignal,
    signal: AbortSignal,
  ): Promise<GhostText | undefined> {
    const options = await this.options(request);
    if (signal.aborted) return undefined;
    const asked = this.ofBackend(request, options, ofBackend, here);
    const instant = await this.instantAnswer(request, options, signal);
    if (!instant) return this.ready(request, await asked, signal);
    void this.screen.growInto(asked, here);
    return instant;
  }

  /** The backend's answer to what is shown already: by the instant engine, or of another answer. */
  private async askBehind(
    request: GhostTextRequest,
    ofBackend: readonly Remembered[],
    here: AbortSignal,
  ): Promise<void> {
    const options = await this.options(request);
    await this.screen.growInto(this.ofBackend(request, options, ofBackend, here), here);
  }

  /**
   * What the backend has to say: of a request under way if that leads here, otherwise of a new one;
   * nothing where it was asked already.
   */
  private async ofBackend(
    request: GhostTextRequest,
    options: GhostTextOptions,
    found: readonly Remembered[],
    here: AbortSignal,
  ): Promise<KnownCompletion | undefined> {
    const coming = found.find(({ completion }) => completion.open)?.completion;
    if (coming) {
      await firstDisplay(coming, request.window, !this.grows, here);
      // What has come at last may lead elsewhere: then it was for nothing, and the place is new.
      if (here.aborted || coming.remainder(request.window)?.answered) return coming;
    }
    if (isInsideWord(request.window)) return undefined;
    const answers = found.filter(({ remainder }) => remainder.answered);
    const order = { ...request, options };
    if (coming || answers.length === 0) return this.automatic.whenAtRest(order, here);
    const isResumable = answers.every(({ remainder }) => remainder.resumable);
    return isResumable ? this.automatic.again(order, here) : undefined;
  }

  /** What the instant engine says, if it is sure of it. */
  private async instantAnswer(
    request: GhostTextRequest,
    options: GhostTextOptions,
    signal: AbortSignal,
  ): Promise<GhostText | undefined> {
    const { document, window } = request;
    const known = this.memory.find(document.id, window);
    const isAnswered = known.some((each) => !isOfBackend(each) && each.remainder.answered);
    if (!options.instant || isAnswered || isInsideWord(window)) return undefined;
    const order = { document, window, options, thresholds: options.instant, multiLine: false };
    return this.ready(request, this.instant.start(order)[0], signal);
  }

  /** `completion` as soon as it has something to show. */
  private async ready(
    request: GhostTextRequest,
    completion: KnownCompletion | undefined,
    signal: AbortSignal,
  ): Promise<GhostText | undefined> {
    if (!completion) return undefined;
    const remainder = await firstDisplay(completion, request.window, !this.grows, signal);
    return remainder && this.screen.show(request, { completion, remainder });
  }

  private get grows(): boolean {
    return this.lastOptions?.growth !== false;
  }

  private askAhead(document: GhostTextDocument, window: DocumentWindow): void {
    const options = this.lastOptions;
    if (options) void this.automatic.ahead({ document, window, options }, this.waiting.signal);
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
      (completion.text !== '' || age < this.automatic.patience);
    this.main.stopUnless(useful);
    this.instant.stopUnless(useful);
  }

  private leave(): void {
    this.growth.stop();
    this.waiting.abort(LEFT);
    this.waiting = new AbortController();
  }
}
