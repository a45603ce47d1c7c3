/**
 * What the extension and the inspector's webview say to each other, with the schemas by which each
 * side checks what it receives. The webview imports nothing else of the extension.
 *
 * Times are in milliseconds, moments in milliseconds since 1970, probabilities natural logarithms,
 * money US dollars. Null is what is not known.
 */
import * as v from 'valibot';
import { OUTCOMES, STATES } from './completionFate';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const maybeNumber = v.nullable(v.number());
const maybeCount = v.nullable(count);

const rowSchema = v.object({
  id: count,
  /** The completion that it branches off from. */
  parent: maybeCount,
  /** What asked for it, such as "Ghost text". */
  origin: v.string(),
  model: v.string(),
  startedAt: v.number(),
  /** `line` is counted from 1. */
  place: v.nullable(v.object({ file: v.string(), line: count })),
  state: v.picklist(STATES),
  outcome: v.nullable(v.picklist(OUTCOMES)),
  finishReason: v.nullable(v.string()),
  /** How its text begins. */
  preview: v.string(),
  tokens: count,
  /** How many of them were shown. */
  shown: maybeCount,
  timeToFirstToken: maybeNumber,
  tokensPerSecond: maybeNumber,
  cost: maybeNumber,
  /** The mean log probability of its tokens. */
  confidence: maybeNumber,
  pinned: v.boolean(),
  /** False once its tokens and prompt were dropped to save room. */
  whole: v.boolean(),
});

export const partSchema = v.object({
  kind: v.string(),
  label: v.string(),
  text: v.string(),
  /** Estimated, where the server does not count parts. */
  tokens: v.number(),
  reason: v.string(),
  inSuffixField: v.boolean(),
});

const detailSchema = v.object({
  id: count,
  failure: v.nullable(v.string()),
  choices: v.array(
    v.object({
      finishReason: v.nullable(v.string()),
      /** How many of its tokens were shown. */
      shown: maybeCount,
      /** How many tokens at its start are the prompt's, with `echo`. */
      echoed: count,
    }),
  ),
  usage: v.nullable(
    v.object({ promptTokens: count, cachedTokens: maybeCount, completionTokens: count }),
  ),
  timing: v.object({
    own: maybeNumber,
    network: maybeNumber,
    queue: maybeNumber,
    prompt: maybeNumber,
    completion: maybeNumber,
    total: maybeNumber,
  }),
  /** The request's parameters by their names in the API, values as JSON. */
  parameters: v.array(v.tuple([v.string(), v.string()])),
  parts: v.array(partSchema),
  /** For a branch: which token of its parent it replaces, and what it begins with. */
  branch: v.nullable(v.object({ token: count, lead: v.string() })),
  /** Whether the model can be asked to go on from any of its tokens. */
  canBranch: v.boolean(),
});

const tokensSchema = v.object({
  type: v.literal('tokens'),
  id: count,
  choice: count,
  /** Which token the lists begin with: 0 for all of them, otherwise they are to be appended. */
  from: count,
  texts: v.array(v.string()),
  logProbabilities: v.array(maybeNumber),
  /** From 1; greater than the number of alternatives when the token was not among them. */
  ranks: v.array(maybeNumber),
  /** In bits. */
  entropies: v.array(maybeNumber),
  /** Token ids, where the server returned them. */
  ids: v.array(v.number()),
});

const alternativesSchema = v.object({
  type: v.literal('alternatives'),
  id: count,
  choice: count,
  from: count,
  /** Of each token, most likely first. */
  tokens: v.array(v.array(v.object({ text: v.string(), logProbability: v.number() }))),
});

const tallySchema = v.object({
  requests: count,
  failed: count,
  promptTokens: count,
  cachedTokens: count,
  completionTokens: count,
  shownTokens: count,
  cost: maybeNumber,
  /** Of the completions that were shown: how many, and how many were used, at least in part. */
  shown: count,
  used: count,
});

const usageSchema = v.object({
  type: v.literal('usage'),
  total: tallySchema,
  /** `key` is a day as YYYY-MM-DD, oldest first. */
  days: v.array(v.object({ key: v.string(), ...tallySchema.entries })),
  /** The most used model first. */
  models: v.array(
    v.object({
      key: v.string(),
      ...tallySchema.entries,
      timeToFirstToken: maybeNumber,
      tokensPerSecond: maybeNumber,
    }),
  ),
  /** Means over the completions that the server accounts for, or over all where it does for none. */
  latency: detailSchema.entries.timing,
  /** The share of accepted words still there when last looked, 0 to 1. */
  persistence: maybeNumber,
  /** How often, in this session, ghost text came from memory, and how often it was asked for. */
  ghostText: v.object({ remembered: count, asked: count }),
  /** Of the latest completions, oldest first. */
  recent: v.array(
    v.object({ at: v.number(), timeToFirstToken: maybeNumber, tokensPerSecond: maybeNumber }),
  ),
});

const limitsSchema = v.object({
  type: v.literal('limits'),
  model: v.string(),
  /** How long the next automatic request has to wait. */
  wait: v.number(),
  /** How many may go before one has to wait; null for any number. */
  requests: maybeNumber,
  limits: v.array(
    v.object({
      of: v.picklist(['requests', 'tokens']),
      period: v.nullable(v.string()),
      limit: v.number(),
      remaining: v.number(),
      reset: v.number(),
    }),
  ),
});

const settingValue = v.union([v.string(), v.number(), v.array(v.string())]);

const settingSchema = v.object({
  name: v.string(),
  description: v.string(),
  value: settingValue,
  setIn: v.picklist(['default', 'user', 'workspace']),
  kind: v.picklist(['text', 'number', 'integer', 'list', 'choice']),
  minimum: maybeNumber,
  maximum: maybeNumber,
  /** For a choice all there are, for a text suggestions. */
  options: v.array(v.string()),
});

export const messageToWebviewSchema = v.variant('type', [
  v.object({
    type: v.literal('rows'),
    /** Whether `rows` is all there is, not what has changed. */
    all: v.boolean(),
    /** Whether older ones are about to come. */
    more: v.boolean(),
    rows: v.array(rowSchema),
    removed: v.array(count),
    /** False when the settings keep the history off. */
    recording: v.boolean(),
  }),
  v.object({ type: v.literal('detail'), detail: detailSchema }),
  tokensSchema,
  alternativesSchema,
  usageSchema,
  limitsSchema,
  v.object({
    type: v.literal('settings'),
    settings: v.array(settingSchema),
    /** Whether there is a workspace to write to. */
    workspace: v.boolean(),
  }),
  /** Show this completion. */
  v.object({ type: v.literal('show'), id: count }),
]);

/** Parameters of a request that can be changed for another try. */
const changedParametersSchema = v.partial(
  v.object({
    model: v.string(),
    temperature: v.number(),
    top_p: v.number(),
    seed: v.number(),
    max_tokens: v.number(),
    stop: v.array(v.string()),
  }),
);

export const PAGES = ['completions', 'usage', 'settings'] as const;

export const messageToExtensionSchema = v.variant('type', [
  /** The page is there and wants to be told everything. */
  v.object({ type: v.literal('ready'), page: v.picklist(PAGES) }),
  v.object({ type: v.literal('page'), page: v.picklist(PAGES) }),
  /** These completions are on the screen: their tokens are wanted, now and as they come. */
  v.object({ type: v.literal('open'), ids: v.pipe(v.array(count), v.maxLength(2)) }),
  v.object({
    type: v.literal('alternatives'),
    id: count,
    choice: count,
    from: count,
    to: count,
  }),
  v.object({ type: v.literal('pin'), id: count, pinned: v.boolean() }),
  v.object({ type: v.literal('clear') }),
  v.object({ type: v.literal('stop'), id: count }),
  v.object({
    type: v.literal('copy'),
    id: count,
    choice: count,
    form: v.picklist(['text', 'json', 'curl']),
  }),
  v.object({ type: v.literal('export'), ids: v.array(count) }),
  v.object({ type: v.literal('insert'), id: count, choice: count }),
  v.object({ type: v.literal('goTo'), id: count }),
  v.object({
    type: v.literal('branch'),
    id: count,
    choice: count,
    token: count,
    alternative: v.string(),
  }),
  v.object({ type: v.literal('repeat'), id: count, changed: changedParametersSchema }),
  v.object({
    type: v.literal('set'),
    name: v.string(),
    value: settingValue,
    target: v.picklist(['user', 'workspace']),
  }),
  /** Takes the value out of these settings, so that the next ones count. */
  v.object({
    type: v.literal('reset'),
    name: v.string(),
    target: v.picklist(['user', 'workspace']),
  }),
]);

export type InspectedRow = v.InferOutput<typeof rowSchema>;
export type InspectedPart = v.InferOutput<typeof partSchema>;
export type InspectedDetail = v.InferOutput<typeof detailSchema>;
export type InspectedTokens = v.InferOutput<typeof tokensSchema>;
export type InspectedAlternatives = v.InferOutput<typeof alternativesSchema>;
export type InspectedUsage = v.InferOutput<typeof usageSchema>;
export type InspectedLimits = v.InferOutput<typeof limitsSchema>;
export type InspectedSetting = v.InferOutput<typeof settingSchema>;
export type SettingValue = v.InferOutput<typeof settingValue>;
export type Tally = v.InferOutput<typeof tallySchema>;
export type Timing = InspectedDetail['timing'];
export type ChangedParameters = v.InferOutput<typeof changedParametersSchema>;
export type Page = (typeof PAGES)[number];
export type MessageToWebview = v.InferOutput<typeof messageToWebviewSchema>;
export type MessageToExtension = v.InferOutput<typeof messageToExtensionSchema>;

/** A message that the webview has received; undefined when it is none of ours. */
export function messageToWebview(message: unknown): MessageToWebview | undefined {
  const parsed = v.safeParse(messageToWebviewSchema, message);
  return parsed.success ? parsed.output : undefined;
}

/** A message that the extension has received; undefined when it is none of ours. */
export function messageToExtension(message: unknown): MessageToExtension | undefined {
  const parsed = v.safeParse(messageToExtensionSchema, message);
  return parsed.success ? parsed.output : undefined;
}
