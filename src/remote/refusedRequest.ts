/** The request that was refused, as far as an error text needs it. */
export interface RefusedRequest {
  readonly origin: string;
  readonly path: string;
  readonly model?: string | undefined;
  /** The key that went with it, which must not come back in any text. */
  readonly apiKey: string | undefined;
  /** What the server calls it, once it has begun to answer. */
  readonly requestId?: string | undefined;
  /** What else must not, such as the values of the person's own headers. */
  readonly secrets?: readonly string[];
}
