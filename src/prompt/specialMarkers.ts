/**
 * Marks that mean something to a model or to a prompt format. In the person's own text they are
 * only text, and must not reach the model as marks. HTML's `<s>` is one too: to be safe, everything
 * that any format uses is treated alike, since it is written back in the completion.
 */
const MARKERS = new RegExp(
  [
    String.raw`<\|[\w.\-/ ]{1,64}\|>`,
    String.raw`<｜[^<>｜\n]{1,64}｜>`,
    String.raw`<\[(?:fim-(?:prefix|suffix|middle)|(?:begin|end)▁of▁sentence|PAD▁TOKEN)\]>`,
    String.raw`<fim[_-](?:prefix|suffix|middle|pad)>`,
    String.raw`<(?:file_sep|filename|repo_name|reponame|gh_stars|jupyter_\w{1,20}|issue_\w{1,20})>`,
    String.raw`<(?:PRE|SUF|MID|EOT|/?s|bos|eos|pad|unk|mask|(?:start|end)_of_turn|/?think)>`,
    String.raw`\[(?:SUFFIX|PREFIX|MIDDLE|/?INST|/?SYSTEM_PROMPT|/?AVAILABLE_TOOLS)\]`,
    String.raw`</?COMPLETION>|<HOLE/>`,
  ].join('|'),
  'g',
);

/** U+2060 WORD JOINER: invisible, no space, and no part of any mark. */
const JOINER = '\u2060';
const JOINED = /([<[])\u2060/g;

/**
 * `text` as it can be sent: no marker of any format is left in it, and no half surrogate pair, which
 * is no valid UTF-8. A marker gets an invisible character after its first one, so that it is still
 * readable for the model; `withMarkers` takes it out again.
 */
export function withoutMarkers(text: string): string {
  const valid = text.toWellFormed();
  if (!valid.includes('<') && !valid.includes('[')) return valid;
  return valid.replace(MARKERS, (marker) => `${marker.charAt(0)}${JOINER}${marker.slice(1)}`);
}

/** No marker is longer, in UTF-16 code units. */
const LONGEST_MARKER = 80;

/** `after` as it can be sent right behind `before`: no marker begins in one and ends in the other. */
export function keptApart(before: string, after: string): string {
  const tail = before.slice(-LONGEST_MARKER);
  const joined = tail + after.slice(0, LONGEST_MARKER);
  const spans = [...joined.matchAll(MARKERS)].some(
    ({ index, 0: marker }) => index < tail.length && index + marker.length > tail.length,
  );
  return spans ? `${JOINER}${after}` : after;
}

/** Undoes `withoutMarkers` in what a model has written. */
export function withMarkers(text: string): string {
  return text.includes(JOINER) ? text.replace(JOINED, '$1') : text;
}

/** The markers in `text`, in order. */
export function markersIn(text: string): string[] {
  return text.match(MARKERS) ?? [];
}
