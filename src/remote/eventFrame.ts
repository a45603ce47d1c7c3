/** What of an event may be another one in the next. */
type SlotName = 'text' | 'token' | 'logProbability' | 'alternatives' | 'offset';

/** A slot, and what stands behind it up to the next, or to the end of the event's data. */
interface Slot {
  readonly name: SlotName;
  readonly behind: string;
}

/** What an event's JSON looks like: the same in many events but for what is in the slots. */
export interface EventFrame {
  readonly before: string;
  readonly slots: readonly Slot[];
}

const STRING = String.raw`(?:[^"\\]|\\.)*`;
const NUMBER = String.raw`-?\d[\d.eE+-]*`;
const OBJECT = String.raw`(?:"${STRING}": ?${NUMBER}(?:, ?)?)+\}`;

/** Where each slot is, if it is where the API has it: a guess that has to be proven. */
const PLACES: readonly [SlotName, RegExp][] = [
  ['text', new RegExp(String.raw`(?<="(?:text|content)":\s*")${STRING}"`)],
  ['token', new RegExp(String.raw`(?<="tokens":\s*\[\s*")${STRING}"`)],
  ['logProbability', new RegExp(String.raw`(?<="token_logprobs":\s*\[\s*)${NUMBER}`)],
  ['alternatives', new RegExp(String.raw`(?<="top_logprobs":\s*\[\s*\{)${OBJECT}`)],
  ['offset', new RegExp(String.raw`(?<="text_offset":\s*\[\s*)${NUMBER}`)],
];

/** The frame of an event whose data are `data`; without any slot where the text is not to be found. */
export function frameOf(data: string, isScored: boolean): EventFrame {
  const found = (isScored ? PLACES : PLACES.slice(0, 1))
    .flatMap(([name, place]) => {
      const match = place.exec(data);
      return match ? [{ name, start: match.index, end: match.index + match[0].length }] : [];
    })
    .sort((a, b) => a.start - b.start);
  const slots = found.map(({ name, end }, index) => ({
    name,
    behind: data.slice(end, found[index + 1]?.start),
  }));
  return { before: data.slice(0, found[0]?.start), slots };
}
