/** A request as it goes to a server. */
export interface WrittenRequest {
  readonly url: string;
  /** To be sent as JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}
