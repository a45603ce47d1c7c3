/** Of what is looked at by the character: longer texts are searched as a whole. */
const LONGEST = 32;

const SPACE = 32;
const QUOTE = 34;
const OPEN = 60;
const BACKSLASH = 92;
const DELETE = 127;

/** Whether `text` is short and of ASCII, and no special token can begin in it. */
export function isOrdinary(text: string | null | undefined): text is string {
  if (typeof text !== 'string' || text.length > LONGEST) return false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= DELETE || code === OPEN) return false;
  }
  return true;
}

/** Where ordinary text that stands in JSON as it is ends: at another character, from `at` on. */
export function endOfOrdinary(text: string, at: number): number {
  for (let end = at; ; end++) {
    const code = text.charCodeAt(end);
    const isOne = code >= SPACE && code < DELETE;
    if (!isOne || code === QUOTE || code === BACKSLASH || code === OPEN) return end;
  }
}
