import type { CompletionBackend } from '../completions/completionBackend';
import { isCompletionError, type CompletionError } from '../completions/completionError';
import type { CompletionSource } from '../completions/completionOutcome';
import type { CompletionRequest } from '../completions/completionRequest';
import type { ScoredToken } from '../completions/logProbabilities';
import type { DocumentWindow } from '../prompt/documentWindow';
import type { AnswerTime } from './answerTime';
import type { Clock } from './clock';
import { extentAt } from './extentAt';
import type { CompletionMemory } from './completionMemory';
import { stopsWithin, stream } from './completionStream';
import type { ConfidenceThresholds } from './confidenceGate';
import type {
  GhostTextDocument,
  GhostTextOptions,
  PipelineRequest,
  PromptFor,
} from './ghostTextRequest';
import { KnownCompletion } from './knownCompletion';
import { StreamCut } from './streamCut';

/** One request for a completion. */
export interface Order {
  readonly document: GhostTextDocument;
  readonly window: DocumentWindow;
  readonly options: GhostTextOptions;
  readonly thresholds: ConfidenceThresholds;
  readonly multiLine: boolean | 'always';
  /** How many choices are asked for. */
  readonly choices?: number;
  /** With which the completion is to begin. */
  readonly lead?: readonly ScoredToken[];
  /** What this request has otherwise than the person's settings. */
  readonly parameters?: Partial<CompletionRequest>;
}

/** Hears how the requests fare. */
export interface RequestsListener {
  began(): void;
  /** Heard before the backend has the request. */
  asking(request: PipelineRequest): void;
  /** The answer at `window` is whole; `shown` if there is something to show of it. */
  answered(window: DocumentWindow, shown: boolean): void;
  /** @param failure Undefined also where the request was stopped. */
  ended(failure: CompletionError | undefined): void;
}

interface UnderWay {
  readonly controller: AbortController;
  /** Milliseconds on the clock. */
  readonly began: number;
}

/** What requests are made of. */
export interface RequestsParts {
  readonly source: CompletionSource;
  readonly backend: CompletionBackend;
  readonly promptFor: PromptFor;
  /** Where the completions go. */
  readonly memory: CompletionMemory;
  /** The number of the next completion. */
  readonly nextId: () => number;
  readonly clock: Clock;
  /** Learns how long answers take. */
  readonly answerTime: AnswerTime;
  readonly listener: RequestsListener;
}

/** The requests that are under way to one backend. Each fills completions in the memory. */
export class CompletionRequests {
  private readonly underWay = new Map<KnownCompletion, UnderWay>();
  private useful: (completion: KnownCompletion, age: number) => boolean = () => true;

  constructor(private readonly parts: RequestsParts) {}

  /** Makes a request; what comes of it is in what is returned, as it comes. */
  start(order: Order): KnownCompletion[] {
    const controller = new AbortController();
    const began = this.parts.clock.now();
    const { document, window, thresholds, choices = 1 } = order;
    const completions = Array.from({ length: choices }, () => {
      const id = this.parts.nextId();
      const { source } = this.parts;
      return new KnownCompletion(id, document.id, document.languageId, window, source, thresholds);
    });
    for (const completion of completions) {
      this.parts.memory.add(completion);
      this.underWay.set(completion, { controller, began });
      completion.onChange(() => {
        this.stopIfUseless(completion);
      });
    }
    void this.run(order, completions, controller.signal);
    return completions;
  }

  /**
   * Stops the requests whose completions, so many milliseconds old, are of no use any more; others
   * as soon as what comes of them makes them so.
   */
  stopUnless(useful: (completion: KnownCompletion, age: number) => boolean): void {
    this.useful = useful;
    for (const completion of [...this.underWay.keys()]) this.stopIfUseless(completion);
  }

  stopAll(): void {
    this.useful = () => true;
    for (const completion of [...this.underWay.keys()]) this.stop(completion);
  }

  private stopIfUseless(completion: KnownCompletion): void {
    const underWay = this.underWay.get(completion);
    if (!underWay || !completion.open) return;
    if (!this.useful(completion, this.parts.clock.now() - underWay.began)) this.stop(completion);
  }

  private stop(completion: KnownCompletion): void {
    const controller = this.underWay.get(completion)?.controller;
    this.underWay.delete(completion);
    this.parts.memory.remove(completion);
    // A request of several choices goes on while one of them is wanted.
    const isWanted = [...this.underWay.values()].some((each) => each.controller === controller);
    if (!isWanted) controller?.abort();
    completion.close();
  }

  private async run(
    order: Order,
    completions: readonly KnownCompletion[],
    signal: AbortSignal,
  ): Promise<void> {
    const [first] = completions;
    const began = this.parts.clock.now();
    const stopTiming = first?.onChange(() => {
      if (signal.aborted || first.remainder(order.window)?.text.trim() === '') return;
      stopTiming?.();
      this.parts.answerTime.add(this.parts.clock.now() - began);
    });
    this.parts.listener.began();
    let failure: CompletionError | undefined;
    try {
      const streamOrder = await this.streamOrder(order, completions, signal);
      if (!streamOrder) return;
      const { request, prompt, lead } = streamOrder;
      this.parts.listener.asking({
        request,
        source: this.parts.source,
        parts: prompt.parts,
        completions: completions.map(({ id }) => id),
        lead: lead.length,
        preparation: this.parts.clock.now() - began,
      });
      await stream(this.parts.backend, streamOrder, signal);
      if (signal.aborted || !first) return;
      const { window } = order;
      this.parts.listener.answered(window, (first.remainder(window)?.text ?? '').trim() !== '');
    } catch (error) {
      failure = signal.aborted ? undefined : asFailure(error);
      for (const completion of completions) this.parts.memory.remove(completion);
    } finally {
      stopTiming?.();
      for (const completion of completions) {
        this.underWay.delete(completion);
        completion.close();
      }
      this.parts.listener.ended(failure);
    }
  }

  private async streamOrder(
    { document, window, options, thresholds, multiLine, choices = 1, lead = [], parameters }: Order,
    into: readonly KnownCompletion[],
    signal: AbortSignal,
  ) {
    const leading = lead.map(({ text }) => text).join('');
    const asked = { ...window, prefix: window.prefix + leading };
    const { model } = { ...options.parameters, ...parameters };
    const [prompt, { mostStops, suffix }] = await Promise.all([
      this.parts.promptFor(asked, document, model, signal),
      this.parts.backend.capabilities(),
    ]);
    if (!prompt) return undefined;
    const extent = extentAt(window, { languageId: document.languageId, multiLine });
    const lineStop = prompt.framed ? undefined : extent.stop;
    const stop = stopsWithin(mostStops, options.parameters.stop, prompt.request.stop, lineStop);
    const { suffix: after, ...rest } = prompt.request;
    const request = {
      ...options.parameters,
      ...rest,
      ...(suffix && after !== undefined && { suffix: after }),
      ...(stop.length > 0 && { stop }),
      ...(choices > 1 && { n: choices }),
      ...parameters,
    };
    const cut = new StreamCut(window, document.languageId, extent, thresholds);
    return { prompt, request, cut, into, lead };
  }
}

function asFailure(error: unknown): CompletionError {
  if (isCompletionError(error)) return error;
  throw error;
}
