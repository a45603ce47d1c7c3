import { join } from 'node:path';
import { project } from '../support/project';
import { measureRecall } from './context/recall';
import { measureRepeatedPrefix } from './context/repeatedPrefix';

/**
 * How much of what a line needs the prompt holds, how long it takes, and how much of it repeats.
 *
 * @param args the folder where whole traces are; without it, the beginnings of two that come with the
 *   project
 */
export function run([
  folder = join(project.root, 'test', 'bench', 'typing', 'traces'),
]: readonly string[]): Promise<void> {
  measureRecall();
  measureRepeatedPrefix(folder);
  return Promise.resolve();
}
