import { buildPrompt } from '../../src/prompt/promptBuilder';
import type { PromptTarget } from '../../src/prompt/promptTarget';
import type { Prompt } from '../../src/prompt/prompt';
import type { PromptContext, PromptSubject } from '../../src/prompt/promptSubject';
import { picture } from './picture';

/** A target that nothing special is known of. */
export const PLAIN_TARGET: PromptTarget = {
  format: 'automatic',
  template: '',
  model: 'some-model',
  capabilities: { suffix: false, rawPrompt: true },
  maxTokens: 2_000,
  charactersPerToken: 3.5,
  verbatim: false,
};

export const NO_CONTEXT: PromptContext = { sections: [], similar: () => [] };

/** A document drawn as text with `|` where the cursor is. */
export function subjectOf(text: string, about: Partial<PromptSubject> = {}): PromptSubject {
  const window = picture(text);
  const lines = (window.prefix + window.suffix).split('\n');
  return {
    path: 'src/file.ts',
    language: 'typescript',
    window,
    line: window.prefix.split('\n').length - 1,
    document: { count: lines.length, at: (line) => lines[line] ?? '' },
    ...about,
  };
}

/** The prompt for a document drawn as text, and the text that it is. */
export function promptFor(
  text: string,
  target: Partial<PromptTarget> = {},
  context: PromptContext = NO_CONTEXT,
): Prompt & { readonly text: string } {
  const prompt = buildPrompt(subjectOf(text), context, { ...PLAIN_TARGET, ...target });
  return { ...prompt, text: String(prompt.request.prompt) };
}
