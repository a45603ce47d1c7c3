import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { ModelInfo } from '../completions/completionBackend';

/** Where the list of a server's models is kept from one session to the next. */
export interface ModelStorage {
  /** What was saved last, in whatever form it comes back. */
  load(): unknown;
  save(list: StoredModels): void;
}

export interface StoredModels {
  /** Tells whose they are, without telling the key. */
  readonly owner: string;
  readonly models: readonly ModelInfo[];
}

/** More of them are not kept. */
const MOST_MODELS = 300;

const amount = v.optional(v.number());
const text = v.optional(v.string());
const flag = v.optional(v.boolean());

const storedSchema = v.object({
  owner: v.string(),
  models: v.array(
    v.object({
      id: v.string(),
      ownedBy: text,
      name: text,
      contextLength: amount,
      mostTokens: amount,
      price: v.optional(v.object({ prompt: v.number(), completion: v.number() })),
      deprecated: flag,
      preview: flag,
      instructType: text,
      parameters: v.optional(v.array(v.string())),
    }),
  ),
});

/** The models that were stored for whoever has `apiKey`; undefined where there are none. */
export function loadModels(
  storage: ModelStorage | undefined,
  apiKey: string | undefined,
): ModelInfo[] | undefined {
  const stored = v.safeParse(storedSchema, storage?.load());
  return stored.success && stored.output.owner === ownerOf(apiKey)
    ? stored.output.models
    : undefined;
}

export function saveModels(
  storage: ModelStorage | undefined,
  apiKey: string | undefined,
  models: readonly ModelInfo[],
): void {
  storage?.save({ owner: ownerOf(apiKey), models: models.slice(0, MOST_MODELS) });
}

/** Long enough to tell two keys apart, too short to say anything of either. */
function ownerOf(apiKey: string | undefined): string {
  return apiKey === undefined ? '' : createHash('sha256').update(apiKey).digest('hex').slice(0, 8);
}
