import { sortGroups, type SuffixGroups } from '../suffixArray';
import { FileLexer, type LexedFiles } from './lexedFiles';

/** What a thread can be asked to do. */
export type IndexingTask =
  | {
      readonly type: 'lex';
      readonly paths: readonly string[];
      /** For the lexemes, if they have room in it; shared. */
      readonly memory: Int32Array;
    }
  | {
      readonly type: 'sort';
      readonly groups: SuffixGroups;
      /** The groups of which lexemes. */
      readonly from: number;
      readonly to: number;
    };

/** Does tasks in its thread, each at once. */
export class IndexingTasks {
  private readonly lexer = new FileLexer();

  /** Groups are sorted where they are: there is no answer but that it is done. */
  do(task: IndexingTask): LexedFiles | undefined {
    if (task.type === 'lex') return this.lexer.lex(task.paths, task.memory);
    const { groups, from, to } = task;
    const steps = sortGroups(groups, from, to);
    while (steps.next().done !== true);
    return undefined;
  }
}
