import type { CompletionError } from '../completions/completionError';
import { phrase, type Phrase } from '../completions/phrase';
import { singleHeader } from './answerHeaders';
import type { BodySink, IncomingAnswer } from './incomingAnswer';
import { readText } from './readText';
import { refusalError } from './refusal';
import type { RefusedRequest } from './refusedRequest';
import { readReport, type ServerReport } from './serverReport';

/** Longest report of a failure that is read, in bytes. */
const LONGEST_REPORT = 64 * 1024;

/**
 * The error in an answer, by its head; undefined where its body should be what was asked for.
 *
 * @param read begins to hand the answer's body over; called only if the answer is a refusal
 * @param readable whether the body comes without the encoding that the answer came in
 */
export async function refusedAnswer(
  { statusCode: status, headers }: Omit<IncomingAnswer, 'body'>,
  read: (sink: BodySink) => void,
  request: RefusedRequest,
  readable: boolean,
): Promise<CompletionError | undefined> {
  const refuse = (report: ServerReport, why?: Phrase) =>
    refusalError({ status, headers, report, why }, request);
  if (status >= 400) {
    return refuse(readable ? readReport(await readText(read, LONGEST_REPORT)) : {});
  }
  if (status >= 300) return refuse({}, redirection(singleHeader(headers, 'location')));
  if (readable) return undefined;
  return refuse({}, phrase`it is encoded (${singleHeader(headers, 'content-encoding') ?? ''})`);
}

/** The target without its query, which may hold what is nobody's business. */
function redirection(location: string | undefined): Phrase {
  const target = location !== undefined && URL.canParse(location) ? new URL(location) : undefined;
  const where = target ? target.origin + target.pathname : phrase`another address`;
  return phrase`it redirects to ${where}, and the API key is sent to no other address than the endpoint`;
}
