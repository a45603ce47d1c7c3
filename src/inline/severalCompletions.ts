import type { CompletionBackend } from '../completions/completionBackend';
import { different, variations } from './alternatives';
import type { Clock } from './clock';
import { isOfBackend, type Remembered } from './completionMemory';
import type { CompletionRequests, Order } from './completionRequests';
import { firstDisplay } from './display';
import type { GhostText, GhostTextOptions, GhostTextRequest } from './ghostTextRequest';
import { fitted, type Screen } from './screen';

/** Other completions are not waited for longer, in milliseconds. */
const ALTERNATIVES_TIME = 3_000;

/** What the person asks for is shown, however unsure the model is. */
const EVERYTHING = { floor: 0, line: 0, whole: 0 };

/** On an explicit wish: what is known or comes first, and others that differ from it. */
export class SeveralCompletions {
  constructor(
    private readonly backend: CompletionBackend,
    private readonly requests: CompletionRequests,
    private readonly screen: Screen,
    private readonly clock: Clock,
  ) {}

  /** @param known What is known of this place already. */
  async complete(
    request: GhostTextRequest,
    options: GhostTextOptions,
    known: Remembered | undefined,
    signal: AbortSignal,
  ): Promise<readonly GhostText[]> {
    const { document, window, trigger } = request;
    const isOver = () => signal.aborted;
    const multiLine = trigger === 'block' ? 'always' : true;
    const order = { document, window, options, thresholds: EVERYTHING, multiLine } as const;
    const first = await this.first(order, known, signal);
    if (!first || isOver()) return [];
    const { severalChoices } = await this.backend.capabilities();
    const others = variations(
      first.completion.tokensFrom(window),
      options.alternatives - 1,
      severalChoices,
      options.parameters.temperature,
    ).flatMap((variation) => this.requests.start({ ...order, ...variation }));
    const time = new AbortController();
    const inTime = AbortSignal.any([signal, time.signal]);
    const late = this.clock.wait(ALTERNATIVES_TIME, inTime).then(() => {
      time.abort();
    });
    const remainders = await Promise.all(
      others.map((each) => firstDisplay(each, window, true, inTime)),
    );
    time.abort();
    await late;
    if (isOver()) return [];
    const shown = this.screen.show(request, first);
    const rest = others.map((each, index) => fitted(request, each, remainders[index]?.text ?? ''));
    return different([...(shown ? [shown] : []), ...rest]);
  }

  /** An instant answer is none of the backend's, which is asked, but better than nothing. */
  private async first(
    order: Order,
    known: Remembered | undefined,
    signal: AbortSignal,
  ): Promise<Remembered | undefined> {
    if (known && isOfBackend(known)) return known;
    const [completion] = this.requests.start(order);
    if (!completion) return known;
    const remainder = await firstDisplay(completion, order.window, true, signal);
    return remainder ? { completion, remainder } : known;
  }
}
