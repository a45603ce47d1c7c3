import type { JsonObject } from './json';

/** How the answer of a server travels, and where it has what belongs to a completion. */
export interface AnswerForm {
  /** Server-sent events, or one JSON text a line. */
  readonly framing: 'events' | 'lines';
  /** Where a choice has its text: in `text`, or in `delta.content` as in the chat API. */
  readonly textIn: 'text' | 'delta';
  /** Turns what the server sent into the shape of the Completions API, where it has another. */
  readonly adapt?: (sent: JsonObject) => JsonObject;
}

export const COMPLETION_FORM: AnswerForm = { framing: 'events', textIn: 'text' };
export const CHAT_FORM: AnswerForm = { framing: 'events', textIn: 'delta' };
