import { GhostTextPipeline, type PipelineParts } from '../../../src/inline/ghostTextPipeline';
import type { GhostText, GhostTextRequest } from '../../../src/inline/ghostTextRequest';
import type { GhostTextSource } from './typist';

/**
 * Asks at every keystroke, at once. The rules of what is shown are the pipeline's own, but each
 * request has a pipeline to itself: there is no pause, and none of what was asked before is used.
 */
export class EveryKeystroke implements GhostTextSource {
  constructor(private readonly parts: PipelineParts) {}

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
