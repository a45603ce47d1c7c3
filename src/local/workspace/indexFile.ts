import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import type { StoredCorpus } from '../corpus';
import { sharedNumbers } from '../suffixArray';

/** Changes with the format and with the lexer: another format is not read. */
const FORMAT = 3;

const MAGIC = Buffer.from('INKLIDX\n');
const CHECKSUM = 32;
const PREAMBLE = MAGIC.length + 4 + 4 + CHECKSUM;

/** How much is hashed before others get their turn, in bytes: some milliseconds. */
const STEP = 1 << 22;

/** One file of the workspace, as the index knows it. */
export interface KnownFile {
  readonly path: string;
  readonly size: number;
  /** In milliseconds since 1970. */
  readonly changed: number;
  /** Why it is not learned, '' if it is. */
  readonly leftOut: string;
}

/** All that is kept on disk for a workspace. */
export interface StoredWorkspace {
  /** Which workspace it is. */
  readonly key: string;
  readonly files: readonly KnownFile[];
  readonly corpus: StoredCorpus;
}

const number = v.pipe(v.number(), v.integer(), v.minValue(0));

const headerSchema = v.object({
  littleEndian: v.boolean(),
  key: v.string(),
  files: v.array(
    v.object({ path: v.string(), size: v.number(), changed: v.number(), leftOut: v.string() }),
  ),
  indexed: v.array(
    v.object({
      ...{ name: v.string(), start: number, end: number },
      ...{ hash: v.number(), isSorted: v.boolean() },
    }),
  ),
  lexemes: number,
  suffixes: number,
  vocabulary: number,
});

type Header = v.InferOutput<typeof headerSchema>;

const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/**
 * The bytes of an index file, in pieces, some of which are the corpus's own memory: magic, format,
 * length of the header, SHA-256 of all that follows; the header as JSON; lexemes and suffixes as
 * 32-bit numbers; the lengths of the vocabulary's texts, and the texts in UTF-16.
 */
export async function encodeIndex({ key, files, corpus }: StoredWorkspace): Promise<Uint8Array[]> {
  const { lexemes, suffixes, files: indexed } = corpus.index;
  const { vocabulary } = corpus;
  const header: Header = {
    littleEndian,
    key,
    files: [...files],
    indexed: [...indexed],
    ...{ lexemes: lexemes.length, suffixes: suffixes.length, vocabulary: vocabulary.length },
  };
  const json = JSON.stringify(header);
  // Padded, so that the numbers after it are aligned.
  const headerBytes = Buffer.from(json + ' '.repeat((4 - (Buffer.byteLength(json) % 4)) % 4));
  const parts = [
    headerBytes,
    bytesOf(lexemes),
    bytesOf(suffixes),
    Uint8Array.from(vocabulary, (text) => text.length),
    Buffer.from(vocabulary.join(''), 'utf16le'),
  ];
  const preamble = Buffer.alloc(PREAMBLE - CHECKSUM);
  MAGIC.copy(preamble);
  preamble.writeUInt32LE(FORMAT, MAGIC.length);
  preamble.writeUInt32LE(headerBytes.length, MAGIC.length + 4);
  return [preamble, await checksum(parts), ...parts];
}

/**
 * Reads what `encodeIndex` wrote.
 *
 * @returns undefined if it is anything else: of another format, cut off, or changed in any byte
 */
export async function decodeIndex(bytes: Buffer): Promise<StoredWorkspace | undefined> {
  if (bytes.length < PREAMBLE || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  if (bytes.readUInt32LE(MAGIC.length) !== FORMAT) return undefined;
  const body = bytes.subarray(PREAMBLE);
  const found = bytes.subarray(PREAMBLE - CHECKSUM, PREAMBLE);
  if (!found.equals(await checksum([body]))) return undefined;
  const reader = new Reader(body);
  const header = v.safeParse(
    headerSchema,
    parse(reader.take(bytes.readUInt32LE(MAGIC.length + 4)).toString('utf8')),
  );
  if (!header.success || header.output.littleEndian !== littleEndian) return undefined;
  const { key, files, indexed, lexemes, suffixes, vocabulary } = header.output;
  const index = {
    lexemes: reader.numbers(lexemes),
    suffixes: reader.numbers(suffixes),
    files: indexed,
  };
  return { key, files, corpus: { vocabulary: reader.texts(vocabulary), index } };
}

/** Takes one thing after the other from bytes whose checksum says that all is there. */
class Reader {
  private offset = 0;

  constructor(private readonly bytes: Buffer) {}

  take(length: number): Buffer {
    const taken = this.bytes.subarray(this.offset, this.offset + length);
    this.offset += length;
    return taken;
  }

  /** In memory of their own. */
  numbers(length: number): Int32Array {
    const numbers = sharedNumbers(length);
    bytesOf(numbers).set(this.take(length * 4));
    return numbers;
  }

  texts(count: number): string[] {
    const lengths = this.take(count);
    let offset = 0;
    const all = this.take(this.bytes.length - this.offset).toString('utf16le');
    return Array.from(lengths, (length) => {
      offset += length;
      return all.slice(offset - length, offset);
    });
  }
}

function bytesOf(numbers: Int32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

async function checksum(parts: readonly Uint8Array[]): Promise<Buffer> {
  const hash = createHash('sha256');
  for (const part of parts) {
    for (let start = 0; start < part.length; start += STEP) {
      hash.update(part.subarray(start, start + STEP));
      await setImmediate();
    }
  }
  return hash.digest();
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
