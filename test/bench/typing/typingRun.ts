import type { CompletionOutcome } from '../../../src/completions/completionOutcome';
import { INSTANT_THRESHOLDS, THRESHOLDS, type Eagerness } from '../../../src/inline/eagerness';
import { GhostTextPipeline, type PipelineParts } from '../../../src/inline/ghostTextPipeline';
import type { GhostTextOptions } from '../../../src/inline/ghostTextRequest';
import { wholeReply } from '../../support/wholeReply';
import type { EditingTrace } from './editingTrace';
import { EveryKeystroke } from './everyKeystroke';
import { InstantEngine } from './instantEngine';
import { ModelText } from './modelText';
import { ServerModel, type ServerAccount } from './serverModel';
import { TracedDocument } from './tracedDocument';
import { Typist, type GhostTextSource, type TypingAccount } from './typist';
import { VirtualClock } from './virtualClock';

/** One way to type a trace. */
export interface TypingPlan {
  readonly source: 'pipeline' | 'everyKeystroke';
  readonly eagerness: Eagerness;
  readonly instant: boolean;
  /** Requests that the server answers in a minute. */
  readonly perMinute: number;
  /** How many edits are made. */
  readonly edits: number;
}

export interface TypingResult {
  readonly typing: TypingAccount;
  readonly server: ServerAccount;
  /** Tokens of the server that were on the screen at some time. */
  readonly tokensShown: number;
}

/** Types `trace` as `plan` says. */
export async function typeTrace(trace: EditingTrace, plan: TypingPlan): Promise<TypingResult> {
  const clock = new VirtualClock();
  const document = new TracedDocument(trace);
  const text = new ModelText(document, trace.languageId !== 'markdown');
  const server = new ServerModel(clock, text, plan.perMinute);
  const shown = new Map<number, number>();
  const parts: PipelineParts = {
    backend: server,
    instant: new InstantEngine(clock),
    promptFor: (window) => Promise.resolve(wholeReply({ prompt: window.prefix })),
    instantPromptFor: (window) => Promise.resolve(wholeReply({ prompt: window.prefix })),
    clock,
    listener: {
      asking: () => undefined,
      remembered: () => undefined,
      thinking: () => undefined,
      idle: () => undefined,
      failed: () => undefined,
      held: () => undefined,
      interrupted: () => undefined,
      grown: () => void typist.refresh(),
    },
    outcomes: {
      happened: (outcome: CompletionOutcome) => {
        if (outcome.type === 'tokens') {
          if (outcome.source === 'instant') return;
          shown.set(
            outcome.completion,
            Math.max(outcome.shown, shown.get(outcome.completion) ?? 0),
          );
        }
      },
    },
  };
  const options: GhostTextOptions = {
    parameters: {
      model: 'model',
      temperature: 0,
      max_tokens: 128,
      logprobs: true,
      top_logprobs: 5,
    },
    multiLine: true,
    thresholds: THRESHOLDS[plan.eagerness],
    delay: plan.source === 'pipeline' ? 'automatic' : 0,
    growth: true,
    alternatives: 1,
    thrifty: false,
    instant: plan.instant ? INSTANT_THRESHOLDS[plan.eagerness] : undefined,
  };
  const typist: Typist = new Typist(clock, document, sourceOf(), trace.languageId, options);
  await typist.type(plan.edits);
  const tokensShown = [...shown.values()].reduce((sum, each) => sum + each, 0);
  return {
    typing: typist.account,
    server: server.account,
    tokensShown,
  };

  function sourceOf(): GhostTextSource {
    if (plan.source === 'everyKeystroke') return new EveryKeystroke(parts);
    return new GhostTextPipeline(parts);
  }
}

/** The accounts of two runs as one. */
export function together(one: TypingResult, other: TypingResult): TypingResult {
  const times = [...one.typing.times, ...other.typing.times];
  return {
    typing: { ...sums(one.typing, other.typing), times },
    server: sums(one.server, other.server),
    tokensShown: one.tokensShown + other.tokensShown,
  };
}

type Counts<T> = { [Key in keyof T as T[Key] extends number ? Key : never]: number };

function sums<T extends object>(one: T, other: T): Counts<T> {
  return Object.fromEntries(
    Object.entries(one).flatMap(([key, count]) => {
      const more: unknown = other[key as keyof T];
      return typeof count === 'number' && typeof more === 'number' ? [[key, count + more]] : [];
    }),
  ) as Counts<T>;
}
