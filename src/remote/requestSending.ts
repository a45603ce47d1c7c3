import type { CompletionError } from '../completions/completionError';
import { type AnswerHeaders, singleHeader } from './answerHeaders';
import { usableApiKey } from './authorization';
import { decodedBody, encodedBody } from './bodyEncoding';
import type { ConnectionPool } from './connectionPool';
import { type Endpoint, pathAt } from './endpoint';
import type { Exchange } from './exchange';
import { extraHeaders } from './extraHeaders';
import type { BodySink, IncomingAnswer, IncomingBody } from './incomingAnswer';
import { pathRedirectedTo } from './redirection';
import type { RefusedRequest } from './refusedRequest';
import { requestIdIn } from './refusal';
import { refusedAnswer } from './refusedAnswer';

/** What is asked of the server, beside the headers that every request has. */
export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly accept: string;
  readonly model?: string;
  readonly body?: string;
  /** Whether the server is known to take compressed bodies. */
  readonly gzip?: boolean;
  /** Whether the answer is everybody's, so that the key stays here. */
  readonly withoutKey?: boolean;
}

/** The answer to a question: an error, or the body that was asked for. */
export interface Reply {
  readonly request: RefusedRequest;
  readonly headers: AnswerHeaders;
  readonly refusal: CompletionError | undefined;
  readonly body: IncomingBody;
}

export interface SenderOptions {
  /** Asked for each request, so that a changed key counts at once; undefined where none is set. */
  readonly apiKey: () => Promise<string | undefined>;
  readonly userAgent: string;
  /** What to send beside. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends questions to one server and waits for the heads of the answers. */
export class RequestSender {
  /** Whether the server takes compressed bodies; undefined before it has shown it. */
  private takesGzip: boolean | undefined;

  constructor(
    private readonly pool: ConnectionPool,
    private readonly options: SenderOptions,
  ) {}

  /**
   * Sends a question. Where the server seems not to take a compressed body, it is sent once more
   * plainly, and so are those after it.
   *
   * @throws CompletionError, an error of the network, or the reason of the exchange's signal
   */
  async send(exchange: Exchange, endpoint: Endpoint, question: Question): Promise<Reply> {
    const { origin } = endpoint;
    const apiKey = question.withoutKey
      ? undefined
      : await exchange.untilAborted(usableApiKey(this.options.apiKey));
    const secrets = Object.values(this.options.headers).filter((value) => value.length >= 8);
    const path = pathAt(endpoint, question.path);
    const request = { origin, path, model: question.model, apiKey, secrets };
    const compressed = question.gzip === true && this.takesGzip !== false;
    const { body = '' } = question;
    const encoded = encodedBody(body, compressed);
    const reply = await this.follow(exchange, request, question, encoded);
    if (encoded.encoding === undefined || this.takesGzip !== undefined) return reply;
    if (!mayBeAboutEncoding(reply.refusal)) {
      if (!reply.refusal) this.takesGzip = true;
      return reply;
    }
    const plainly = await this.follow(exchange, request, question, encodedBody(body, false));
    // The same refusal again: then it was not for the encoding.
    this.takesGzip = plainly.refusal?.status === reply.refusal?.status;
    return plainly;
  }

  /** Sends a request, and once more where the server sends it to another path of its own. */
  private async follow(
    exchange: Exchange,
    request: RefusedRequest,
    question: Question,
    body: ReturnType<typeof encodedBody>,
  ): Promise<Reply> {
    const answer = await this.ask(exchange, request, question, body);
    const path = pathRedirectedTo(answer, request.origin, request.path);
    if (path === undefined) return read(answer, exchange, request);
    exchange.passOver(answer.body);
    const redirected = { ...request, path };
    return read(await this.ask(exchange, redirected, question, body), exchange, redirected);
  }

  private ask(
    exchange: Exchange,
    { origin, path, apiKey }: RefusedRequest,
    { method, accept, body: text }: Question,
    { body, encoding }: ReturnType<typeof encodedBody>,
  ): Promise<IncomingAnswer> {
    const headers = {
      'user-agent': this.options.userAgent,
      ...extraHeaders(this.options.headers),
      accept,
      // Without it any encoding would be welcome, says RFC 9110, 12.5.3; and encoders hold text back.
      'accept-encoding': 'identity',
      ...(text !== undefined && { 'content-type': 'application/json' }),
      ...(encoding && { 'content-encoding': encoding }),
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    };
    const outgoing = { origin, path, method, headers, ...(text !== undefined && { body }) };
    exchange.begin();
    return exchange.untilAborted(this.pool.send(outgoing, exchange.signal));
  }
}

async function read(
  answer: IncomingAnswer,
  exchange: Exchange,
  request: RefusedRequest,
): Promise<Reply> {
  const { headers } = answer;
  const requestId = requestIdIn(headers, request);
  exchange.requestId = requestId;
  const decoded = decodedBody(answer.body, singleHeader(headers, 'content-encoding'));
  const body = decoded ?? answer.body;
  const read = (sink: BodySink) => {
    exchange.read(body, sink);
  };
  const refusal = await refusedAnswer(answer, read, request, decoded !== undefined);
  return { request: { ...request, requestId }, headers, refusal, body };
}

/** A server that does not decompress finds no JSON in the body, and says so in its own words. */
function mayBeAboutEncoding(refusal: CompletionError | undefined): boolean {
  return refusal?.status === 415 || refusal?.kind === 'invalidRequest';
}
