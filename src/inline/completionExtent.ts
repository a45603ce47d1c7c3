/**
 * How much of a streamed completion is wanted: the rest of the line, or, where a block is being
 * written, the block.
 */
export interface CompletionExtent {
  /**
   * Where `text`, the completion so far, is to be cut; undefined while more of it is wanted. The
   * answer never changes once given, so that the stream can be stopped.
   */
  end(text: string): number | undefined;

  /** What ends the completion at the server already, where nothing beyond it can be wanted. */
  readonly stop: string | undefined;
}
