import type { Remembered } from './completionMemory';
import type { GhostTextRequest } from './ghostTextRequest';
import type { KnownCompletion } from './knownCompletion';

/**
 * Which of the remembered completions to show, the best of which come first: what is shown stays while
 * the person types along it, unless another says the same and more.
 *
 * @param shown The completion that was put on the screen last.
 */
export function keepWhatIsShown(
  found: readonly Remembered[],
  trigger: GhostTextRequest['trigger'],
  shown: KnownCompletion | undefined,
): Remembered | undefined {
  // What is known may be of one line alone.
  if (trigger === 'block') return undefined;
  const [best] = found.filter(({ remainder }) => remainder.text.trim() !== '');
  if (trigger === 'refresh' || !best) return best;
  const there = found.find(({ completion }) => completion === shown);
  const stays = there && there.remainder.text.trim() !== '';
  if (trigger === 'along') return stays ? there : undefined;
  return stays && !best.remainder.text.startsWith(there.remainder.text) ? there : best;
}
