import { Chance } from './chance';
import { FAULTS, type FaultyAnswer } from './faults';
import { inPieces } from './streamBytes';
import { type TrueAnswer, trueAnswer } from './trueAnswer';

/** What the caller does, beside reading to the end. */
export interface Caller {
  readonly abortAfterChunks?: number;
  readonly abortAfterMilliseconds?: number;
  /** Leaves the loop that reads. */
  readonly leaveAfterChunks?: number;
}

/** One case of the campaign: everything about it follows from its seed and number. */
export interface FaultCase {
  readonly seed: number;
  readonly number: number;
  readonly fault: string;
  readonly choices: number;
  readonly truth: TrueAnswer;
  readonly answer: FaultyAnswer;
  readonly caller: Caller;
  /** The whole HTTP answer, as it is sent. */
  readonly pieces: readonly Buffer[];
  /** The pauses between pieces, in milliseconds. */
  readonly pause: number;
}

export function faultCase(seed: number, number: number): FaultCase {
  const chance = new Chance(seed, number);
  const fault = chance.pick(Object.keys(FAULTS));
  const choices = chance.pick([1, 1, 2]);
  const truth = trueAnswer(chance, choices, chance.happens(0.5));
  const answer = FAULTS[fault]?.(chance, truth);
  if (!answer) throw new Error(`There is no fault ${fault}.`);
  const caller = chance.happens(0.25) ? anyCaller(chance) : {};
  const whole = httpAnswer(chance, answer);
  const sent = whole.subarray(0, answer.sent?.(whole.length));
  const pieces = inPieces(chance, sent);
  const pause = pieces.length < 40 ? chance.pick([-1, -1, 0, 1, 3]) : chance.pick([-1, 0]);
  return { seed, number, fault, choices, truth, answer, caller, pieces, pause };
}

function anyCaller(chance: Chance): Caller {
  return chance.pick<() => Caller>([
    () => ({ abortAfterChunks: chance.below(20) }),
    () => ({ abortAfterMilliseconds: chance.below(12) }),
    () => ({ leaveAfterChunks: 1 + chance.below(20) }),
  ])();
}

/** The body as one that ends by its length, in chunks, or with the connection. */
function httpAnswer(chance: Chance, answer: FaultyAnswer): Buffer {
  const { status = 200, body } = answer;
  const headers = { 'Content-Type': 'text/event-stream', ...answer.headers };
  const framing =
    'content-length' in headers ? 'length given' : chance.pick(['length', 'chunks', 'close']);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (framing === 'length') lines.push(`Content-Length: ${body.length}`);
  if (framing === 'chunks') lines.push('Transfer-Encoding: chunked');
  if (framing === 'close') lines.push('Connection: close');
  const head = Buffer.from(`HTTP/1.1 ${status} Any\r\n${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  const framed = framing === 'chunks' ? inChunks(chance, body) : body;
  const whole = Buffer.concat([head, framed]);
  return answer.mangle?.(whole) ?? whole;
}

function inChunks(chance: Chance, body: Buffer): Buffer {
  const chunks = inPieces(chance, body).flatMap((piece) => [
    Buffer.from(`${piece.length.toString(16)}\r\n`),
    piece,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
}

/** Whether the server closes the connection when all is sent. */
export function closesAtEnd({ answer, pieces }: FaultCase): boolean {
  const head = pieces.length > 0 ? Buffer.concat(pieces).toString('latin1') : '';
  return answer.ending === 'end' || /^Connection: close/m.test(head.split('\r\n\r\n')[0] ?? '');
}
