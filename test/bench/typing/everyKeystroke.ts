import { GhostTextPipeline, type PipelineParts } from '../../../src/inline/ghostTextPipeline';
import type { GhostText, GhostTextRequest } from '../../../src/inline/ghostTextRequest';
import type { GhostTextSource } from './typist';

/** What was asked this long ago is no longer waited for. */
const KEPT = 40;

/**
 * Asks at every keystroke, at once. The rules of what is shown are the pipeline's own, but each
 * request has a pipeline to itself: there is no pause, and none of what was asked before is used.
 */
export class EveryKeystroke implements GhostTextSource {
  constructor(protected readonly parts: PipelineParts) {}

  typed(): void {
    // It has no use for it.
  }

  left(): void {
    // It has no use for it.
  }

  complete(request: GhostTextRequest, signal: AbortSignal): Promise<readonly GhostText[]> {
    const pipeline = new GhostTextPipeline(this.parts);
    signal.addEventListener('abort', () => {
      pipeline.left();
    });
    return pipeline.complete(request, signal);
  }
}

/**
 * The most that asking can give: at every keystroke, each answer waited for and kept, at whatever
 * price. The newest answer that agrees with what was typed since is shown.
 */
export class EveryAnswer extends EveryKeystroke {
  private readonly asked: GhostTextPipeline[] = [];
  private readonly never = new AbortController().signal;

  constructor(
    parts: PipelineParts,
    private readonly arrived: () => void,
  ) {
    super(parts);
  }

  override async complete(
    request: GhostTextRequest,
    signal: AbortSignal,
  ): Promise<readonly GhostText[]> {
    if (request.trigger === 'refresh') return this.known(request, signal);
    const pipeline = new GhostTextPipeline(this.parts);
    this.asked.unshift(pipeline);
    this.asked.length = Math.min(this.asked.length, KEPT);
    const answer = pipeline.complete(request, this.never);
    const known = await this.known(request, signal);
    if (known.length === 0) return answer;
    void answer.then(() => {
      if (!signal.aborted) this.arrived();
    });
    return known;
  }

  private async known(
    request: GhostTextRequest,
    signal: AbortSignal,
  ): Promise<readonly GhostText[]> {
    for (const pipeline of this.asked) {
      const known = await pipeline.complete({ ...request, trigger: 'refresh' }, signal);
      if (known.length > 0) return known;
    }
    return [];
  }
}
