import assert from 'node:assert/strict';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { seededRandom, type Random } from '../../../src/local/random';
import { checkCompletion, checkRefusal, type ReceivedAnswer } from './answerCheck';
import { type RandomRequest, RandomRequests } from './randomRequest';

/** Of so many requests, one is raw bytes instead. */
const RAW = 20;

/** How long the server may leave raw bytes without an answer, in milliseconds: they may be incomplete. */
const SILENCE = 100;

export interface CampaignOptions {
  readonly url: string;
  readonly requests: number;
  readonly seed: number;
  /** How many clients ask at the same time. */
  readonly clients: number;
  /** Called after so many requests each time. */
  readonly progress?: { readonly every: number; report(done: number): void };
}

/**
 * Sends random requests, valid, invalid and broken, and checks every answer.
 *
 * @returns how often each outcome came
 * @throws Error with the request whose answer was not right
 */
export async function runCampaign(options: CampaignOptions): Promise<Map<string, number>> {
  const outcomes = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: options.clients });
  let next = 0;
  const client = async () => {
    for (let number = next++; number < options.requests; number = next++) {
      const outcome = await exchange(options, number, agent);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      const { progress } = options;
      if (progress && (number + 1) % progress.every === 0) progress.report(number + 1);
    }
  };
  try {
    await Promise.all(Array.from({ length: options.clients }, client));
  } finally {
    agent.destroy();
  }
  return outcomes;
}

/** One request, which depends on the seed and its number alone. */
async function exchange(
  { url, seed }: CampaignOptions,
  number: number,
  agent: Agent,
): Promise<string> {
  const random = seededRandom(seed, number);
  const requests = new RandomRequests(random);
  if (number % RAW === 0) return sendRaw(url, requests.nextRaw());
  const request = requests.next();
  try {
    const answer = await send(url, request, random, agent);
    if (answer === undefined) return 'left';
    check(request, answer);
    return `${answer.status}`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const sent = JSON.stringify(request).slice(0, 2_000);
    throw new Error(`Request ${number} of seed ${seed}: ${reason}\n${sent}`, { cause: error });
  }
}

function check(request: RandomRequest, answer: ReceivedAnswer): void {
  const { expectation, parameters, method } = request;
  if (expectation === 'invalid') checkRefusal(answer);
  else if (parameters) checkCompletion(answer, parameters);
  else {
    assert.ok(answer.status === 200 || answer.status === 204, `status ${answer.status}`);
    if (method === 'GET') JSON.parse(answer.body);
    else assert.equal(answer.body, '');
  }
}

/** Undefined if the client has left in the middle. */
function send(
  url: string,
  { method, path, headers, body, leaves }: RandomRequest,
  random: Random,
  agent: Agent,
): Promise<ReceivedAnswer | undefined> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ ...{ port, host: '127.0.0.1', method, path, agent, headers } });
    request.on('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, headers: answered } = response;
        const type = answered['content-type'] ?? '';
        resolve({ status, type, body: Buffer.concat(pieces).toString('utf8') });
      });
    });
    request.on('error', (error) => {
      if (leaves) resolve(undefined);
      else reject(error);
    });
    if (leaves) {
      const timer = setTimeout(() => request.destroy(new Error('gone')), random() * 20);
      request.on('close', () => {
        clearTimeout(timer);
      });
    }
    request.end(body);
  });
}

/** All that is answered to raw bytes has to be HTTP. */
function sendRaw(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let received = '';
    socket.on('data', (piece: Buffer) => {
      received += piece.toString('latin1');
    });
    socket.setTimeout(SILENCE, () => socket.destroy());
    // A reset is an answer to bytes that come after the end.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (received === '' || /^HTTP\/1\.1 \d\d\d /.test(received)) resolve('raw');
      else reject(new Error(`${JSON.stringify(bytes)} was answered with ${received}`));
    });
    socket.end(bytes, 'latin1');
  });
}
