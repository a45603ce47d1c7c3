import { lineComment } from '../lineComments';
import type { PromptFormat } from './promptFormat';

/** The prefix, to be continued, for models of which nothing else is known. */
export const plainFormat: PromptFormat = {
  name: 'plain',
  suffixField: false,
  stop: [],
  label: lineComment,
  frame: ({ context, head, prefix }) => [
    { part: 'context', text: context },
    { part: 'head', text: head },
    { part: 'prefix', text: prefix },
  ],
};

/** The same, for servers that know themselves how to tell the model what comes after. */
export const suffixFormat: PromptFormat = { ...plainFormat, name: 'suffix', suffixField: true };
