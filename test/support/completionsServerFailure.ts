import type { ServedExchange } from './completionsServerExchange';

/** What the test server does instead of a whole answer. */
export type CompletionsServerFailure =
  /** Answers with this status; a body that is no string is sent as JSON. */
  | { status: number; body?: unknown; headers?: Record<string, string> }
  /** Cuts the connection after so many tokens. */
  | { cutAfterTokens: number }
  /** Ends the answer in good order, but before its end. */
  | { endAfterTokens: number }
  /** Says nothing more after so many tokens. */
  | { stallAfterTokens: number }
  /** Sends an error inside the stream after so many tokens. */
  | { errorAfterTokens: number; error: unknown };

/** Answers with the status of the failure, if it has one. */
export function refuseAsTold(
  exchange: ServedExchange,
  failure: CompletionsServerFailure | undefined,
): boolean {
  if (!failure || !('status' in failure)) return false;
  const { status, body, headers = {} } = failure;
  const { response } = exchange;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body === undefined || typeof body === 'string') response.writeHead(status).end(body);
  else exchange.sendJson(status, body);
  return true;
}

/** Breaks the stream off as the failure says, if its token has come. */
export async function breakOffAsTold(
  exchange: ServedExchange,
  failure: CompletionsServerFailure | undefined,
): Promise<boolean> {
  const reached = (tokens: number) => exchange.tokensSent >= tokens;
  if (!failure) return false;
  if ('cutAfterTokens' in failure && reached(failure.cutAfterTokens)) {
    exchange.cut();
  } else if ('endAfterTokens' in failure && reached(failure.endAfterTokens)) {
    exchange.response.end();
  } else if ('stallAfterTokens' in failure && reached(failure.stallAfterTokens)) {
    await exchange.pause(2 ** 30);
  } else if ('errorAfterTokens' in failure && reached(failure.errorAfterTokens)) {
    await exchange.sendEvent(failure.error);
    exchange.response.end();
  } else {
    return false;
  }
  return true;
}
