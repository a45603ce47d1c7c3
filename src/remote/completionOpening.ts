import type { CompletionError } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import { expectedChoices } from '../completions/requestForms';
import type { AnswerLimits } from './answerLimits';
import { CompletionAnswer } from './completionAnswer';
import type { Endpoint } from './endpoint';
import type { Exchange } from './exchange';
import type { RateLimits } from './rateLimits';
import type { RequestPlan } from './requestPlan';
import type { RequestSender } from './requestSending';
import type { ServerKnowledge } from './serverKnowledge';
import { shortenedRequest } from './shortenedRequest';

/** Where a server is, and what is known of it. */
export interface Server {
  readonly endpoint: Endpoint;
  readonly knowledge: ServerKnowledge;
}

/** An answer of which something has come, or what came in its place. */
type Attempt =
  | { readonly answer: CompletionAnswer; readonly refusal?: undefined }
  | { readonly plan: RequestPlan; readonly refusal: CompletionError };

/** Asks for completions until there is an answer to be read. */
export class CompletionOpening {
  constructor(
    private readonly sender: RequestSender,
    private readonly rateLimits: RateLimits,
    private readonly limits: AnswerLimits,
  ) {}

  /**
   * Asks for a completion; again without what the server refuses and the answer can do without, and
   * once more with less context where the prompt is too long. A server refuses with the status of its
   * answer, or in the first event of one that it has begun.
   *
   * @throws CompletionError, an error of the network, or the reason of the exchange's signal
   */
  async open(
    exchange: Exchange,
    server: Server,
    request: CompletionRequest,
  ): Promise<CompletionAnswer> {
    const { knowledge } = server;
    let current = request;
    for (;;) {
      const attempt = await this.ask(exchange, server, current);
      const { refusal } = attempt;
      if (!refusal) return attempt.answer;
      if (knowledge.learn(refusal, attempt.plan, current)) continue;
      knowledge.noteContext(refusal, request.model);
      const tooLong = refusal.kind === 'contextLength' && current === request;
      const shorter = tooLong ? shortenedRequest(request, refusal.context) : undefined;
      if (!shorter) throw refusal;
      current = shorter;
    }
  }

  private async ask(
    exchange: Exchange,
    { endpoint, knowledge }: Server,
    request: CompletionRequest,
  ): Promise<Attempt> {
    const plan = knowledge.plan(request);
    const counted = this.rateLimits.begin(request);
    const reply = await this.sender.send(exchange, endpoint, {
      method: 'POST',
      path: plan.path,
      accept: plan.accept,
      model: request.model,
      body: JSON.stringify(plan.body),
      gzip: knowledge.dialect.gzip,
    });
    counted.told(reply.headers);
    knowledge.noteHeaders(reply.headers);
    if (reply.refusal) {
      counted.failed(reply.refusal);
      return { plan, refusal: reply.refusal };
    }
    const answer = new CompletionAnswer({
      form: plan.answer,
      request: reply.request,
      headers: reply.headers,
      expectedChoices: expectedChoices(request),
      limits: this.limits,
      source: exchange,
      onBegun: (chunk) => {
        counted.taken();
        knowledge.noteChunk(chunk);
      },
      onFailed: counted.failed,
      onFinished: () => {
        exchange.finish();
      },
    });
    exchange.read(reply.body, answer);
    const refusal = await answer.beginning;
    return refusal ? { plan, refusal } : { answer };
  }
}
