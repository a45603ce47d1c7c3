import ignore, { type Ignore } from 'ignore';

/** A file of patterns in gitignore's language, and the folder for which it speaks. */
export interface IgnoreFile {
  /** From the workspace folder, with `/`; '' is the workspace folder itself. */
  readonly folder: string;
  readonly text: string;
}

/**
 * The rules of all ignore files of a workspace folder. The file nearest to a path has the last word,
 * and what lies in an ignored folder is ignored, as git has it.
 */
export class IgnoreRules {
  private readonly rules: readonly { readonly folder: string; readonly rules: Ignore }[];

  constructor(files: readonly IgnoreFile[]) {
    this.rules = files
      .map(({ folder, text }) => ({ folder, rules: ignore().add(text) }))
      .sort((a, b) => a.folder.length - b.folder.length);
  }

  /** @param path from the workspace folder, with `/` */
  isIgnored(path: string): boolean {
    const folders = path.split('/');
    for (let depth = 1; depth <= folders.length; depth++) {
      const partial = folders.slice(0, depth).join('/');
      if (this.speaksAgainst(depth < folders.length ? `${partial}/` : partial)) return true;
    }
    return false;
  }

  private speaksAgainst(path: string): boolean {
    let ignored = false;
    for (const { folder, rules } of this.rules) {
      const inside = folder === '' ? path : within(path, folder);
      if (inside === undefined || !ignore.isPathValid(inside)) continue;
      const verdict = rules.test(inside);
      if (verdict.ignored) ignored = true;
      else if (verdict.unignored) ignored = false;
    }
    return ignored;
  }
}

function within(path: string, folder: string): string | undefined {
  const inside = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
  return inside === '' ? undefined : inside;
}

/**
 * Globs of the editor's `files.exclude`, which are read from the workspace folder, as a text for
 * `IgnoreFile`. Alternatives in braces become patterns of their own.
 */
export function ignoreTextOfGlobs(globs: readonly string[]): string {
  return globs
    .flatMap(withoutBraces)
    .map((glob) => (glob.startsWith('/') ? glob : `/${glob}`))
    .join('\n');
}

function withoutBraces(glob: string): string[] {
  const braces = /\{([^{}]*)\}/.exec(glob);
  if (!braces) return [glob];
  const before = glob.slice(0, braces.index);
  const after = glob.slice(braces.index + braces[0].length);
  return (braces[1] ?? '').split(',').flatMap((each) => withoutBraces(before + each + after));
}
