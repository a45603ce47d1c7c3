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
  readonly quality: ModelText['quality'];
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Types `trace` as `plan` says. */
export async function typeTrace(trace: EditingTrace, plan: TypingPlan): Promise<TypingResult> {
  const clock = new VirtualClock();
  const document = new TracedDocument(trace);
  const text = new ModelText(document, trace.languageId !== 'markdown');
  const server = new ServerModel(clock, text, plan.perMinute);
  const shown = new Map<number, number>();
  const outcomes: Record<string, number> = {};
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
        } else if (outcome.type === 'outcome') {
          outcomes[outcome.kind] = (outcomes[outcome.kind] ?? 0) + 1;
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
    quality: text.quality,
    outcomes,
  };

  function sourceOf(): GhostTextSource {
    if (plan.source === 'everyKeystroke') return new EveryKeystroke(parts);
    return new GhostTextPipeline(parts);
  }
}
