import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { seededRandom } from '../../../src/local/random';

/** One change of a document, by one key or one command of its editor. */
export interface Edit {
  /** Milliseconds since the first. */
  readonly time: number;
  readonly position: number;
  readonly deleted: number;
  readonly inserted: string;
  /** Whether one key made it: a character, or a line break with its indentation. */
  readonly isKey: boolean;
}

/** A document's history. */
export interface EditingTrace {
  readonly name: string;
  readonly languageId: string;
  readonly startContent: string;
  readonly edits: readonly Edit[];
}

const traceSchema = v.object({
  startContent: v.string(),
  txns: v.array(
    v.object({
      time: v.string(),
      patches: v.array(v.tuple([v.number(), v.number(), v.string()])),
    }),
  ),
});

/** A clock of whole seconds says nothing of shorter gaps. */
const COARSE = 2_000;

/** Reads a trace of github.com/josephg/editing-traces. */
export async function readTrace(path: string, languageId: string): Promise<EditingTrace> {
  const parsed = v.parse(traceSchema, JSON.parse(gunzipSync(await readFile(path)).toString()));
  const edits: Edit[] = [];
  const first = Date.parse(parsed.txns[1]?.time ?? '');
  let { startContent } = parsed;
  for (const { time, patches } of parsed.txns) {
    // A file that was there before the recording began is its first change.
    const [only] = patches;
    if (edits.length === 0 && only && only[2].length > 1_000) {
      startContent = only[2];
      continue;
    }
    for (const [position, deleted, inserted] of patches) {
      const isKey = patches.length === 1 && deleted === 0 && /^(?:.|\n[ \t]*)$/u.test(inserted);
      edits.push({ time: Date.parse(time) - first, position, deleted, inserted, isKey });
    }
  }
  const name = path.replace(/^.*[\\/]/, '').replace('.json.gz', '');
  return { name, languageId, startContent, edits };
}

/** Gaps between two keys, in milliseconds, of a trace whose clock is fine enough. */
export function gapsOf({ edits }: EditingTrace): number[] {
  const gaps = edits.map(({ time }, index) => time - (edits[index - 1]?.time ?? time));
  return gaps.filter((gap) => gap > 0 && gap < COARSE);
}

/** The trace with gaps drawn from `gaps` where its own clock is too coarse to tell them. */
export function withGaps(trace: EditingTrace, gaps: readonly number[]): EditingTrace {
  const random = seededRandom(1, 0);
  let time = 0;
  let before = 0;
  const edits = trace.edits.map((edit) => {
    const told = edit.time - before;
    before = edit.time;
    time += told >= COARSE ? told : (gaps[Math.floor(random() * gaps.length)] ?? told);
    return { ...edit, time };
  });
  return { ...trace, edits };
}
