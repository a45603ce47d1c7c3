import nodePath from 'node:path';

/**
 * The path from a folder to something in it, with slashes; '' if it is not in it.
 *
 * @param platform whose paths they are
 */
export function pathWithin(folder: string, absolute: string, platform = nodePath): string {
  const path = platform.relative(folder, absolute).split(platform.sep).join('/');
  // On another drive of Windows, it has no way there but the whole path.
  return path === '..' || path.startsWith('../') || platform.isAbsolute(path) ? '' : path;
}
