import type { Choice } from '../../../src/completions/completionAccumulator';
import { scoredTokens } from '../../../src/completions/logProbabilities';
import { type ConfidenceThresholds, confidentEnd } from '../../../src/inline/confidenceGate';
import {
  EAGERNESS,
  EMBEDDED_THRESHOLDS,
  INSTANT_THRESHOLDS,
  THRESHOLDS,
} from '../../../src/inline/eagerness';
import { type Cursor, percent } from './restOfLine';

/** The thresholds that are calibrated here, by who answers. */
const THRESHOLDS_OF = {
  'of a server': THRESHOLDS,
  'before the server': INSTANT_THRESHOLDS,
  'of the engine alone': EMBEDDED_THRESHOLDS,
} as const;

/**
 * How often each level of eagerness shows something of the `choices` at `places`, how much, and how
 * often that is right.
 */
export function byEagerness(
  places: readonly Cursor[],
  choices: readonly Choice[],
): Record<string, Record<string, number>> {
  const rows: Record<string, Record<string, number>> = {};
  for (const [who, levels] of Object.entries(THRESHOLDS_OF)) {
    for (const level of EAGERNESS)
      rows[`${level}, ${who}`] = shownBy(places, choices, levels[level]);
  }
  return rows;
}

function shownBy(
  places: readonly Cursor[],
  choices: readonly Choice[],
  thresholds: ConfidenceThresholds,
) {
  let shown = 0;
  let right = 0;
  let characters = 0;
  let rightCharacters = 0;
  for (const [index, choice] of choices.entries()) {
    const rest = places[index]?.rest ?? '';
    const tokens = choice.logprobs ? scoredTokens(choice.logprobs) : [];
    const text = choice.text.slice(0, confidentEnd(choice.text, tokens, 0, thresholds)).trimEnd();
    if (text === '') continue;
    shown++;
    characters += text.length;
    if (!rest.startsWith(text)) continue;
    right++;
    rightCharacters += text.length;
  }
  return {
    'shown, %': percent(shown, choices.length),
    'of these right, %': percent(right, shown),
    'characters each': Math.round((10 * characters) / shown) / 10,
    'characters right at 100 places': Math.round((100 * rightCharacters) / choices.length),
  };
}
