import { pipeline, type Readable } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gzipSync,
} from 'node:zlib';

/** Bodies up to this many bytes are not worth it. */
const SMALL = 2048;

/** A body as it travels. */
export interface EncodedBody {
  readonly body: string | Buffer;
  readonly encoding: 'gzip' | undefined;
}

/**
 * `body`, compressed where that is allowed and worth it. At once: for 12,000 bytes of code it took
 * 0.13 ms, half of what it took with a thread, and made them a sixth.
 */
export function encodedBody(body: string, allowed: boolean): EncodedBody {
  if (!allowed || Buffer.byteLength(body) <= SMALL) return { body, encoding: undefined };
  return { body: gzipSync(body), encoding: 'gzip' };
}

/** Gives out what has come as soon as it can, and takes an end before its time for the end. */
const zlib = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const brotli = {
  flush: constants.BROTLI_OPERATION_FLUSH,
  finishFlush: constants.BROTLI_OPERATION_FLUSH,
};

/**
 * The body of an answer without its encoding: none is asked for, but some gateways encode all the
 * same. Undefined where the encoding is not known. Destroying it destroys `body`.
 */
export function decodedBody(body: Readable, encoding = 'identity'): Readable | undefined {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity' || name === '') return body;
  const decoder = decoderFor(name);
  if (!decoder) return undefined;
  // An error of either is one of the reader's side; here is nothing more to do about it.
  return pipeline(body, decoder, () => undefined);
}

function decoderFor(name: string) {
  if (name === 'gzip' || name === 'x-gzip') return createGunzip(zlib);
  if (name === 'deflate') return createInflate(zlib);
  return name === 'br' ? createBrotliDecompress(brotli) : undefined;
}
