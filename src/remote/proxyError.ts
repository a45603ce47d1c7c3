/** A request that came no further than the proxy. Holds nothing of what was sent to it. */
export class ProxyError extends Error {
  /**
   * @param proxy the proxy's scheme, host and port
   * @param status the HTTP status of its refusal, where it answered
   */
  constructor(
    readonly proxy: string,
    readonly status: number | undefined,
    cause?: unknown,
  ) {
    super('The proxy could not be used.', { cause });
    this.name = 'ProxyError';
  }
}
