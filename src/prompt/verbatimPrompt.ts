import type { Prompt } from './prompt';
import { PromptParts } from './promptParts';
import type { PromptSubject } from './promptSubject';
import { budgetOf, type PromptTarget } from './promptTarget';
import { plainFormat } from './formats/continuationFormats';
import { beginningOfText, endOfText } from './textCut';
import { weightOf } from './tokenRate';

/** The most that the text after the cursor may take of the budget. */
const SUFFIX_SHARE = 0.2;

/** The document's own text, for an engine that has learned everything else already. */
export function verbatimPrompt(subject: PromptSubject, target: PromptTarget): Prompt {
  const limit = budgetOf(target);
  const suffix = beginningOfText(subject.window.suffix, limit * SUFFIX_SHARE);
  const prefix = endOfText(subject.window.prefix, limit - weightOf(suffix));
  const parts = new PromptParts(plainFormat, subject, target.charactersPerToken);
  return {
    request: { prompt: prefix, suffix },
    parts: [parts.prefix(prefix), parts.suffix(suffix, true)],
    framed: false,
    completionIn: (reply) => ({ start: 0, end: reply.length, closed: false }),
    restore: (completion) => completion,
  };
}
