import type { BackendCapabilities } from '../completions/backendCapabilities';
import type { ModelInfo } from '../completions/completionBackend';
import type { CompletionChunk } from '../completions/completionChunk';
import { type CompletionError, isCompletionError } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import type { DialectName } from '../completions/dialectNames';
import type { AnswerHeaders } from './answerHeaders';
import {
  detectDialect,
  dialectOfFingerprint,
  dialectOfHeaders,
  dialectOfOwners,
} from './dialectDetection';
import { type Dialect, DIALECTS } from './dialects';
import type { Endpoint } from './endpoint';
import { refusedField } from './refusedField';
import { planRequest, type RequestPlan } from './requestPlan';

/** What every server takes. More are sent only where the server is known to take them. */
const SAFE_STOPS = 4;
/** In tokens. */
const LEAST_CONTEXT = 512;

/**
 * What one connection knows of its server: which dialect it speaks, and what it has refused. It learns
 * from answers that come anyway, so that it costs no request of its own.
 */
export class ServerKnowledge {
  private name: DialectName;
  private readonly certain: boolean;
  private told = false;
  private readonly missingPaths = new Set<string>();
  /** By model: what one takes, another may not. */
  private readonly refusedFields = new Map<string, Set<string>>();
  /** In tokens, by model: as a refusal said, and as the server's list of models has it. */
  private readonly refusedContext = new Map<string, number>();
  private listedContext = new Map<string, number>();
  private latestModel = '';

  constructor(endpoint: Endpoint, setting: DialectName | 'automatic') {
    const detected =
      setting === 'automatic' ? detectDialect(endpoint) : { name: setting, certain: true };
    this.name = detected.name;
    this.certain = detected.certain;
  }

  get dialect(): Dialect {
    return DIALECTS[this.name];
  }

  capabilities(model = this.latestModel): BackendCapabilities {
    const { fields, logprobs, rawPrompt, route, mostStops } = this.dialect;
    const refused = this.refused(model);
    const contextLength = this.refusedContext.get(model) ?? this.listedContext.get(model);
    const takes = (field: 'suffix' | 'n') => fields.includes(field) && !refused.has(field);
    return {
      suffix: takes('suffix'),
      logProbabilities: logprobs !== undefined && !refused.has('logprobs'),
      severalChoices: takes('n'),
      // A server that lacks its own way has only the standard one, with its chat template.
      rawPrompt: rawPrompt && !(route.body === 'generate' && refused.has(route.path)),
      mostStops: this.certain || this.told ? mostStops : Math.min(mostStops, SAFE_STOPS),
      ...(contextLength !== undefined && { contextLength }),
    };
  }

  /**
   * How `request` is put to the server, without anything it has refused.
   *
   * @throws CompletionError of kind `invalidRequest` for what the server does not take
   */
  plan(request: CompletionRequest): RequestPlan {
    this.latestModel = request.model;
    return planRequest(request, this.dialect, this.refused(request.model));
  }

  /** Takes note of the head of any answer. */
  noteHeaders(headers: AnswerHeaders): void {
    this.correct(dialectOfHeaders(headers));
  }

  /** Takes note of the first chunk of an answer. */
  noteChunk(chunk: CompletionChunk): void {
    this.correct(dialectOfFingerprint(chunk.system_fingerprint));
  }

  noteModels(models: readonly ModelInfo[]): void {
    this.correct(dialectOfOwners(models.map(({ ownedBy }) => ownedBy)));
  }

  /** Takes note of how long the contexts of `models` are, where their list says so. */
  noteContexts(models: readonly ModelInfo[]): void {
    this.listedContext = new Map(
      models.flatMap(({ id, contextLength }) =>
        contextLength === undefined ? [] : [[id, contextLength] as const],
      ),
    );
  }

  /** Takes note of a refusal for a prompt that was too long for `model`, so that the next is not. */
  noteContext({ kind, context }: CompletionError, model: string): void {
    if (kind !== 'contextLength' || context === undefined) return;
    // Fewer tokens than any model has: some other figure in the message.
    if (context.limit >= LEAST_CONTEXT) this.refusedContext.set(model, context.limit);
  }

  /**
   * Takes note of what the server refused of `plan`.
   *
   * @returns whether `request` may now be sent once more, without it
   */
  learn(error: unknown, plan: RequestPlan, request: CompletionRequest): boolean {
    if (!isCompletionError(error)) return false;
    if (!this.learnPath(error, plan) && !this.learnField(error, plan)) return false;
    try {
      this.plan(request);
      return true;
    } catch {
      // It cannot do without: the server's own words say why.
      return false;
    }
  }

  private learnPath({ kind, parameter }: CompletionError, { path }: RequestPlan): boolean {
    const { route, suffixRoute } = this.dialect;
    const isOwnWay = [route, suffixRoute].some(
      (each) => each?.path === path && each.body !== 'completions',
    );
    if (kind !== 'notFound' || parameter === 'model' || !isOwnWay) return false;
    return addTo(this.missingPaths, path);
  }

  private learnField(error: CompletionError, { model, sent }: RequestPlan): boolean {
    const field = refusedField(error, sent);
    if (field === undefined) return false;
    const refused = this.refusedFields.get(model) ?? new Set();
    this.refusedFields.set(model, refused);
    if (field !== 'logprobs') return addTo(refused, field);
    // First the other form of asking for them is tried, then they are done without.
    const otherForm =
      this.dialect.logprobs?.form === 'flagAndCount' && !refused.has('top_logprobs');
    return addTo(refused, otherForm ? 'top_logprobs' : 'logprobs');
  }

  private refused(model: string): ReadonlySet<string> {
    return new Set([...this.missingPaths, ...(this.refusedFields.get(model) ?? [])]);
  }

  private correct(told: DialectName | undefined): void {
    if (told === undefined || this.certain) return;
    this.name = told;
    this.told = true;
  }
}

/** Returns whether `value` is new to `set`. */
function addTo(set: Set<string>, value: string): boolean {
  const isNew = !set.has(value);
  set.add(value);
  return isNew;
}
