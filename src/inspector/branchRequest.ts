import type { CompletionRequest } from '../completions/completionRequest';
import type { CompletionRecord } from './completionRecord';
import { echoedTokens } from './describedCompletion';
import type { ChangedParameters } from './protocol';
import type { BranchOrigin } from './requestNotes';

/** Most alternatives a token that the API gives: here, they are what it is about. */
const SCORED = { logprobs: true, top_logprobs: 20 };

/** A request that goes on from another completion. */
export interface BranchRequest {
  readonly request: CompletionRequest;
  readonly branch: BranchOrigin;
}

/**
 * Asks the model to go on after `alternative` in the place of a token.
 *
 * @returns undefined where that cannot be: the prompt is not text, or is no longer kept
 */
export function branchRequest(
  record: CompletionRecord,
  choice: number,
  token: number,
  alternative: string,
): BranchRequest | undefined {
  const { content } = record;
  const columns = record.choices[choice]?.columns;
  if (!content || !columns || typeof content.request.prompt !== 'string') return undefined;
  const before = columns.texts.slice(echoedTokens(record, choice), token).join('');
  const lead = (record.branch?.lead ?? '') + before + alternative;
  const { request } = content;
  // The prompt of a branch already holds the branch's own lead.
  const prompt = content.request.prompt + before + alternative;
  return {
    request: { ...single(request), prompt, ...SCORED },
    branch: { completion: record.id, token, lead },
  };
}

/** Asks for the same again with other parameters. */
export function repeatRequest(
  record: CompletionRecord,
  { model, temperature, top_p, seed, max_tokens, stop }: ChangedParameters,
): BranchRequest | undefined {
  const { content } = record;
  if (!content) return undefined;
  const request = {
    ...content.request,
    ...SCORED,
    ...(model !== undefined && { model }),
    ...(temperature !== undefined && { temperature }),
    ...(top_p !== undefined && { top_p }),
    ...(seed !== undefined && { seed }),
    ...(max_tokens !== undefined && { max_tokens }),
    ...(stop !== undefined && { stop }),
  };
  const lead = record.branch?.lead ?? '';
  return { request, branch: { completion: record.id, token: 0, lead } };
}

/** One choice, without the prompt before it. */
function single(request: CompletionRequest): CompletionRequest {
  const one = { ...request };
  delete one.n;
  delete one.best_of;
  delete one.echo;
  return one;
}

/** The text that a completion puts into the document: a branch with what it goes on from. */
export function insertableText(record: CompletionRecord, choice: number): string {
  const texts = record.choices[choice]?.columns.texts ?? [];
  return (record.branch?.lead ?? '') + texts.slice(echoedTokens(record, choice)).join('');
}
