import * as v from 'valibot';
import { PAGES } from '../src/inspector/protocol';

export const DETAIL_TABS = ['tokens', 'branches', 'prompt'] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

const optionalId = v.optional(v.number());

const viewStateSchema = v.object({
  page: v.optional(v.picklist(PAGES), 'completions'),
  /** Undefined while the newest completion is shown, whichever it is. */
  selected: optionalId,
  compared: optionalId,
  choice: v.optional(v.number(), 0),
  token: v.optional(v.number(), 0),
  tab: v.optional(v.picklist(DETAIL_TABS), 'tokens'),
  search: v.optional(v.string(), ''),
  filter: v.optional(v.string(), 'all'),
});

/** What the page remembers while it is hidden, and over a reload. */
export type ViewState = v.InferOutput<typeof viewStateSchema>;

/** What was remembered, or the beginning where that is nothing, or of another version. */
export function savedState(state: unknown): ViewState {
  const saved = v.safeParse(viewStateSchema, state ?? {});
  return saved.success ? saved.output : v.parse(viewStateSchema, {});
}
