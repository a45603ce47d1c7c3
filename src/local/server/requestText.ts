import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { tooLarge, wrongFormat } from './refusals';

const DECODERS: Readonly<
  Record<string, (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>>
> = {
  gzip: promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(gunzip),
  'x-gzip': promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(gunzip),
  deflate: promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(inflate),
  br: promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(brotliDecompress),
};

/**
 * The JSON text in the body of a request.
 *
 * @param limit of the body in bytes, as it came and after decompression
 * @throws CompletionError with status 400 for what is no UTF-8 or cannot be decompressed, 413 for what
 *   is too long, and 415 for another type or encoding
 */
export async function readRequestText(request: IncomingMessage, limit: number): Promise<string> {
  checkType(request.headers['content-type']);
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decode = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (!decode && encoding !== 'identity') {
    const remedy = `Use ${Object.keys(DECODERS).join(', ')} or none.`;
    throw wrongFormat('The Content-Encoding of the request is not known here.', remedy, 415);
  }
  const bytes = await readBytes(request, limit);
  return textOf(decode ? await decompress(bytes, decode, limit) : bytes);
}

/**
 * A web page of another origin can send any other type without asking (a "simple request"), so
 * nothing else is taken.
 */
function checkType(type: string | undefined): void {
  const [name = ''] = (type ?? '').split(';');
  if (name.trim().toLowerCase() === 'application/json') return;
  throw wrongFormat(
    `The Content-Type of the request is ${type === undefined ? 'missing' : 'not application/json'}.`,
    'Send the header Content-Type: application/json.',
    415,
  );
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const pieces: Uint8Array[] = [];
  let length = 0;
  // The answer still has to go out by this socket, so the rest of a refused body is let run dry.
  const body: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false });
  for await (const piece of body) {
    length += piece.length;
    if (length > limit) throw tooLarge(limit);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function decompress(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>,
  limit: number,
): Promise<Uint8Array> {
  try {
    return await decode(bytes, { maxOutputLength: limit });
  } catch (error) {
    const isTooLong =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    if (isTooLong) throw tooLarge(limit);
    throw wrongFormat(
      'The body of the request is not what its Content-Encoding says.',
      'Compress it again, or send it as it is.',
    );
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrongFormat('The body of the request is not UTF-8.', 'Send JSON in UTF-8.');
  }
}
