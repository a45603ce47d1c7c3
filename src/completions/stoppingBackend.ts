import type { BackendCapabilities } from './backendCapabilities';
import type { CompletionChunk } from './completionChunk';
import type { CompletionRequest } from './completionRequest';
import { expectedChoices, stopSequences } from './requestForms';
import { ForwardingBackend } from './forwardingBackend';
import { StoppedChoice } from './stoppedChoice';

/**
 * A backend that takes any number of stop sequences. The first are sent, as many as the server takes;
 * its answer ends at the others all the same.
 */
export class StoppingBackend extends ForwardingBackend {
  override async capabilities(model?: string): Promise<BackendCapabilities> {
    return { ...(await this.backend.capabilities(model)), mostStops: Infinity };
  }

  async *complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionChunk> {
    const stops = [...new Set(stopSequences(request))];
    const { mostStops } = await this.backend.capabilities();
    if (stops.length <= mostStops) {
      yield* this.backend.complete(request, signal);
      return;
    }
    const sent = { ...request, stop: stops.slice(0, mostStops) };
    // In raw tokens there is no text to look for the others in.
    if (request.return_raw_tokens === true) yield* this.backend.complete(sent, signal);
    else yield* this.stopped(sent, stops.slice(mostStops), signal);
  }

  private async *stopped(
    request: CompletionRequest,
    stops: readonly string[],
    signal: AbortSignal,
  ): AsyncIterable<CompletionChunk> {
    const choices = new Map<number, StoppedChoice>();
    const choiceAt = (index: number) => {
      const choice = choices.get(index) ?? new StoppedChoice(stops, echoedLength(request));
      choices.set(index, choice);
      return choice;
    };
    for await (const chunk of this.backend.complete(request, signal)) {
      const pieces = chunk.choices.flatMap((piece) => choiceAt(piece.index).add(piece));
      yield { ...chunk, choices: pieces };
      const endings = [...choices.values()].flatMap(({ ending = [] }) => ending);
      // Where all finish by themselves the answer ends by itself, and may still tell its usage.
      if (endings.length === expectedChoices(request) && endings.includes('stopped')) return;
    }
    const rest = [...choices.values()].flatMap((choice) => choice.rest());
    if (rest.length > 0) yield { choices: rest };
  }
}

/** How much of each choice's text is the prompt, in UTF-16 code units. */
function echoedLength({ echo, prompt }: CompletionRequest): number {
  return echo === true && typeof prompt === 'string' ? prompt.length : 0;
}
