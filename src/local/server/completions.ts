import type { CompletionChunk } from '../../completions/completionChunk';
import type { CompletionRequest } from '../../completions/completionRequest';
import { EMBEDDED_MODEL } from '../embeddedModel';
import type { Admission } from './admission';
import { type CompletionOrder, readOrder } from './completionOrder';
import { unknownModel } from './refusals';
import type { Reply } from './reply';
import { WireAnswer } from './wireAnswer';

/** What the server needs of the engine. */
export interface ServedEngine {
  /** @param asked when the request was made, in milliseconds since 1970 */
  complete(
    request: CompletionRequest,
    signal: AbortSignal,
    asked: number,
  ): AsyncIterable<CompletionChunk>;
  promptTexts(prompt: CompletionRequest['prompt']): readonly string[];
}

/** Answers requests for completions. */
export class Completions {
  constructor(
    private readonly engine: ServedEngine,
    private readonly admission: Admission,
  ) {}

  /**
   * @param text the body of the request
   * @throws CompletionError for a request that is not answered
   */
  async answer(text: string, reply: Reply): Promise<void> {
    const asked = performance.timeOrigin + performance.now();
    const order = readOrder(text);
    const { model } = order.request;
    if (model !== EMBEDDED_MODEL.id) throw unknownModel(model, [EMBEDDED_MODEL.id]);
    if (!(await this.admission.enter(reply.signal))) return;
    try {
      const chunks = this.engine.complete(order.request, reply.signal, asked);
      const wire = this.wireAnswer(order);
      if (order.stream) await stream(chunks, wire, reply);
      else {
        const whole = await wire.whole(chunks);
        if (!reply.signal.aborted) reply.json(200, whole);
      }
    } finally {
      this.admission.leave();
    }
  }

  private wireAnswer({ request, usage }: CompletionOrder): WireAnswer {
    const { echo = false, logprobs = false, n = 1, return_raw_tokens: raw = false } = request;
    const counted = logprobs !== false && !echo;
    const lengths = counted
      ? this.engine.promptTexts(request.prompt).map((text) => text.length)
      : [];
    return new WireAnswer(raw, (index) => lengths[Math.floor(index / n)] ?? 0, usage);
  }
}

async function stream(
  chunks: AsyncIterable<CompletionChunk>,
  wire: WireAnswer,
  reply: Reply,
): Promise<void> {
  let begun = false;
  for await (const chunk of chunks) {
    // Only now: until then a refusal can still have a status of its own.
    if (!begun) reply.beginEvents();
    begun = true;
    await reply.event(JSON.stringify(wire.chunk(chunk)));
    if (reply.signal.aborted) return;
  }
  if (!reply.signal.aborted) reply.endEvents();
}
