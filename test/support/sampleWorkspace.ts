import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { project } from './project';

/** A file of the sample that suits a first look, and where in it a person can begin to type. */
export const sampleFile = { path: 'src/internal/operators/map.ts', line: 4 } as const;

/**
 * Copies real code, the TypeScript sources that the npm package rxjs ships, to `folder`, replacing
 * what was there.
 */
export async function copySampleWorkspace(folder: string): Promise<void> {
  const rxjs = dirname(require.resolve('rxjs/package.json', { paths: [project.root] }));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(rxjs, 'src'), join(folder, 'src'), { recursive: true });
  await cp(join(rxjs, 'LICENSE.txt'), join(folder, 'LICENSE.txt'));
}
