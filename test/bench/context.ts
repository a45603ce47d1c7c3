import { measureRecall } from './context/recall';
import { measureRepeatedPrefix } from './context/repeatedPrefix';

/** How much of what a line needs the prompt holds, how long it takes, and how much of it repeats. */
export function run(): Promise<void> {
  measureRecall();
  measureRepeatedPrefix();
  return Promise.resolve();
}
